import { Icone, Marque } from '#src/portal/composants/icones.tsx';
import type { ContextePage, EntreeMenu } from '#src/portal/composants/contexte.tsx';

/** A step of the breadcrumb; without `href` it is the page shown. */
export type Miette = Readonly<{ libelle: string; href?: string }>;

const ID_NAVIGATION = 'navigation';

// Native popover: the narrow-screen menu opens without JavaScript. React 18 does not know the attributes'
// types yet.
const OUVRE_MENU = { popovertarget: ID_NAVIGATION };
const EST_MENU = { popover: 'auto' };

/** The header: brand, « Mon profil », « Déconnexion », navigation. */
export function EnTete({ contexte }: { contexte: ContextePage }) {
  return (
    <header className="entete">
      <div className="entete__haut">
        <div className="cadre entete__ligne">
          <a className="enseigne" href={contexte.personne ? '/partenaire' : '/connexion'}>
            <Marque />
            <span className="enseigne__texte">
              <span className="enseigne__nom">Mon Compte Partenaire</span>
              <span className="enseigne__devise">Les services des Caf à leurs partenaires</span>
            </span>
          </a>
          {contexte.personne && <Compte personne={contexte.personne} />}
        </div>
      </div>
      {contexte.personne && <Navigation menus={contexte.menus} chemin={contexte.chemin} />}
    </header>
  );
}

function Compte({ personne }: { personne: NonNullable<ContextePage['personne']> }) {
  return (
    <div className="compte">
      <span className="compte__nom">
        {personne.prenom} {personne.nom}
      </span>
      <a className="compte__lien" href="/partenaire/profil">
        <Icone nom="personne" />
        Mon profil
      </a>
      <form method="post" action="/deconnexion">
        <button className="compte__lien" type="submit">
          <Icone nom="sortie" />
          Déconnexion
        </button>
      </form>
      <button className="compte__lien compte__menu" type="button" {...OUVRE_MENU}>
        <Icone nom="menu" />
        Menu
      </button>
    </div>
  );
}

function Navigation({ menus, chemin }: { menus: readonly EntreeMenu[]; chemin: string }) {
  return (
    <nav id={ID_NAVIGATION} className="navigation" aria-label="Navigation principale" {...EST_MENU}>
      <ul className="cadre navigation__liste">
        <li>
          <LienMenu libelle="Accueil" href="/partenaire" chemin={chemin} />
        </li>
        {menus.map((menu) => (
          <li key={menu.libelle}>
            {'entrees' in menu ? (
              <details className="menu" data-menu="">
                <summary
                  className={
                    menu.entrees.some((entree) => estSous(chemin, entree.href))
                      ? 'menu__titre menu__titre--ici'
                      : 'menu__titre'
                  }
                >
                  {menu.libelle}
                  <Icone nom="chevron" taille={16} />
                </summary>
                <ul className="menu__entrees">
                  {menu.entrees.map((entree) => (
                    <li key={entree.href}>
                      <LienMenu {...entree} chemin={chemin} />
                    </li>
                  ))}
                </ul>
              </details>
            ) : (
              <LienMenu {...menu} chemin={chemin} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LienMenu({ libelle, href, chemin }: { libelle: string; href: string; chemin: string }) {
  return (
    <a className="menu__lien" href={href} aria-current={cheminSeul(chemin) === href ? 'page' : undefined}>
      {libelle}
    </a>
  );
}

function cheminSeul(chemin: string): string {
  return chemin.split('?')[0] ?? chemin;
}

function estSous(chemin: string, href: string): boolean {
  const seul = cheminSeul(chemin);
  return seul === href || seul.startsWith(`${href}/`);
}

/** « Accueil > Partenaires > … ». */
export function FilAriane({ miettes }: { miettes: readonly Miette[] }) {
  const toutes: Miette[] = [
    { libelle: 'Accueil', href: '/partenaire' },
    { libelle: 'Partenaires', href: '/partenaire' },
    ...miettes,
  ];
  return (
    <nav className="fil" aria-label="Fil d’Ariane">
      <ol>
        {toutes.map((miette, rang) => {
          const derniere = rang === toutes.length - 1;
          return (
            <li key={`${rang}-${miette.libelle}`}>
              {miette.href && !derniere ? (
                <a href={miette.href}>{miette.libelle}</a>
              ) : (
                <span aria-current={derniere ? 'page' : undefined}>{miette.libelle}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** « Convention sélectionnée : 217… Organisme partenaire : COMMUNE DE … ». */
export function BandeauConvention({ convention }: { convention: ContextePage['convention'] }) {
  if (!convention) return null;
  return (
    <dl className="convention">
      <div>
        <dt>Convention sélectionnée :</dt>
        <dd>
          {convention.numero}
          {convention.fin && (
            <>
              {` (${convention.fin}) `}
              <a href="/partenaire/convention">Voir ce qui reste possible</a>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Organisme partenaire :</dt>
        <dd>{convention.organisme}</dd>
      </div>
      {convention.changer && (
        <div className="convention__changer">
          <dt className="hors-ecran">Autre convention :</dt>
          <dd>
            <a href={convention.changer}>Changer de convention</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

export function PiedDePage() {
  return (
    <footer className="pied">
      <div className="cadre pied__ligne">
        <p className="pied__nom">
          <Marque taille={24} /> Mon Compte Partenaire
        </p>
        <ul className="pied__liens">
          <li>
            <a href="/accessibilite">Accessibilité</a>
          </li>
          <li>
            <a href="/donnees-personnelles">Données personnelles</a>
          </li>
          <li>
            <a href="/mentions-legales">Mentions légales</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
