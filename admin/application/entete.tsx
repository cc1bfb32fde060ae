import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { SESSION_EXPIREE } from '#admin/ui/api.ts';
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

/**
 * AdminJS would raise an English alert and lose the screen: ours says what happened and keeps the input on
 * screen.
 */
export function SessionExpiree() {
  const [expiree, setExpiree] = useState(false);
  useEffect(() => {
    const noter = () => setExpiree(true);
    window.addEventListener(SESSION_EXPIREE, noter);
    return () => window.removeEventListener(SESSION_EXPIREE, noter);
  }, []);
  if (!expiree) return null;
  const retour = `/connexion?suite=${encodeURIComponent(window.location.pathname + window.location.search)}`;
  return (
    <div className="avis avis--attention" role="alert">
      <Icone nom="alerte" />
      <p>
        Votre session a expiré : rien n’a été enregistré.{' '}
        <a href={retour} target="_blank" rel="noopener">
          Reconnectez-vous dans un nouvel onglet
        </a>
        , puis validez à nouveau : votre saisie est toujours à l’écran.
      </p>
    </div>
  );
}
