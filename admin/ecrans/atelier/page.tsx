import { useEffect, useState, type ComponentType } from 'react';
import { charger } from '#admin/ui/charger.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable } from '#admin/ui/page.tsx';

declare global {
  interface Window {
    /** Screens of the workshop of rules, by name; put there by its own bundle. */
    AtelierDesRegles?: Readonly<Record<string, ComponentType>>;
  }
}

/**
 * A screen of the workshop of rules: its scripts come with the first one opened, never with the back-office
 * itself.
 */
export default function Atelier({ action = '' }: { action?: string }) {
  const [etat, setEtat] = useState<'attente' | 'pret' | 'echec'>(
    window.AtelierDesRegles ? 'pret' : 'attente',
  );
  const [essai, setEssai] = useState(0);
  useEffect(() => {
    let encore = true;
    Promise.all([charger('regles.css'), charger('regles.js')]).then(
      () => encore && setEtat('pret'),
      () => encore && setEtat('echec'),
    );
    return () => {
      encore = false;
    };
  }, [essai]);
  if (etat === 'attente') return <Attente />;
  if (etat === 'echec') {
    const reessayer = () => {
      setEtat('attente');
      setEssai(essai + 1);
    };
    return (
      <div className="avis avis--erreur" role="alert">
        <Icone nom="alerte" />
        <p>
          L’atelier des règles n’a pas pu être chargé : le serveur ne répond pas.{' '}
          <button type="button" className="bouton" onClick={reessayer}>
            Réessayer
          </button>
        </p>
      </div>
    );
  }
  const Ecran = window.AtelierDesRegles?.[action];
  return Ecran ? <Ecran /> : <Introuvable cle={action} />;
}
