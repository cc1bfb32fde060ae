import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { PAGE_PERIMEE, SESSION_EXPIREE } from '#admin/ui/api.ts';
import { racine, session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';

export function Entete({ menuOuvert, basculerMenu }: { menuOuvert: boolean; basculerMenu: () => void }) {
  return (
    <header className="entete">
      <button
        type="button"
        className="bouton bouton--icone entete-menu"
        aria-expanded={menuOuvert}
        aria-controls="navigation"
        onClick={basculerMenu}
      >
        <Icone nom={menuOuvert ? 'fermer' : 'menu'} />
        <span className="lecteur">Menu</span>
      </button>
      <Link to={racine} className="marque">
        <span className="marque-signe" aria-hidden="true" />
        <span className="marque-nom">Mon Compte Partenaire</span>
        <span className="marque-espace">Gestion</span>
      </Link>
      <div className="agent">
        <details className="agent-menu">
          <summary>
            <span className="agent-nom">{session.nom}</span>
            <span className="agent-profil">{[session.profil, session.caf].filter(Boolean).join(' · ')}</span>
            <Icone nom="bas" />
          </summary>
          <ul>
            <li>
              <a href="/mot-de-passe">Modifier mon mot de passe</a>
            </li>
            <li>
              <a href="/securite">Sécurité de mon compte</a>
            </li>
            {session.autresProfils && (
              <li>
                <a href="/profils">Changer d’espace</a>
              </li>
            )}
          </ul>
        </details>
        <form method="post" action="/deconnexion">
          <button type="submit" className="bouton bouton--clair">
            <Icone nom="sortie" />
            <span>Déconnexion</span>
          </button>
        </form>
      </div>
    </header>
  );
}

/** Whether an event of ours was raised since the page opened. */
function useSignal(nom: string): boolean {
  const [recu, setRecu] = useState(false);
  useEffect(() => {
    const noter = () => setRecu(true);
    window.addEventListener(nom, noter);
    return () => window.removeEventListener(nom, noter);
  }, [nom]);
  return recu;
}

/** What stands over every screen once the page can no longer be answered; the input stays on screen. */
export function PageSansReponse() {
  const perimee = useSignal(PAGE_PERIMEE);
  const expiree = useSignal(SESSION_EXPIREE);
  if (!perimee && !expiree) return null;
  const retour = `/connexion?suite=${encodeURIComponent(window.location.pathname + window.location.search)}`;
  return (
    <div className="avis avis--attention" role="alert">
      <Icone nom="alerte" />
      {perimee ? (
        <p>
          L’application a été mise à jour depuis l’ouverture de cette page.{' '}
          <button type="button" className="bouton" onClick={() => window.location.reload()}>
            Recharger la page
          </button>
        </p>
      ) : (
        <p>
          Votre session a expiré : rien n’a été enregistré.{' '}
          <a href={retour} target="_blank" rel="noopener">
            Reconnectez-vous dans un nouvel onglet
          </a>
          , puis validez à nouveau : votre saisie est toujours à l’écran.
        </p>
      )}
    </div>
  );
}
