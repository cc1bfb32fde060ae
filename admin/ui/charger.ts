import { racine } from '#admin/ui/etat.ts';

/** Version of the assets, as the page names it in the address of its own script. */
function version(): string {
  const script = document.querySelector<HTMLScriptElement>('script[src*="/components.bundle.js"]');
  return script ? new URL(script.src).search : '';
}

const charges = new Map<string, Promise<void>>();

function attacher(nom: string): Promise<void> {
  const adresse = `${racine}/actifs/${nom}${version()}`;
  const element = nom.endsWith('.css')
    ? Object.assign(document.createElement('link'), { rel: 'stylesheet', href: adresse })
    : Object.assign(document.createElement('script'), { src: adresse });
  return new Promise((fait, echec) => {
    element.addEventListener('load', () => fait());
    element.addEventListener('error', () => {
      charges.delete(nom);
      element.remove();
      echec(new Error(`asset ${nom} did not load`));
    });
    document.head.append(element);
  });
}

/** Loads a script or a style sheet of ours, once; a failed one may be asked again. */
export function charger(nom: string): Promise<void> {
  const connu = charges.get(nom);
  if (connu) return connu;
  const chargement = attacher(nom);
  charges.set(nom, chargement);
  return chargement;
}
