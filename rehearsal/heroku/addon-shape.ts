/** Add-ons, only as far as `heroku apps:info` and the schema ask. */
import { namedId } from './ids.ts';
import type { Addon, App } from './model.ts';
import { identity, stamp } from './shapes.ts';

export function addonShape(app: App, { plan: planName, configVars }: Addon) {
  const [service = planName] = planName.split(':');
  const created = stamp(app.createdAt);
  const name = `${service.replace('heroku-', '')}-${app.name}`;
  return {
    id: namedId(`addon/${app.name}/${planName}`),
    name,
    actions: [],
    addon_service: { id: namedId(`addon-service/${service}`), name: service },
    app: identity(app),
    billing_entity: { id: app.id, name: app.name, type: 'app' },
    billed_price: { cents: 5000, contract: false, unit: 'month' },
    config_vars: configVars,
    plan: { id: namedId(`plan/${planName}`), name: planName },
    provider_id: namedId(`provider/${name}`),
    state: 'provisioned',
    web_url: null,
    created_at: created,
    updated_at: created,
  };
}
