import './theme.css';
import { createRoot } from 'react-dom/client';
import { Page } from './page.tsx';
import { placeNow } from './place.ts';
import { openStore } from './store.ts';
import { openWindow, PageContext } from './window.ts';

const { as } = placeNow();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <PageContext value={openWindow(as, openStore(as))}>
    <Page />
  </PageContext>,
);
