export function Mrkdwn({ text }: { readonly text: string }) {
  return <p>{text}</p>;
}
