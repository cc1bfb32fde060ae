import type { ReactNode } from 'react';
import type { RefusExplique, Fondement } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { majuscule } from '#src/kernel/francais.ts';
import { LienBouton, type Variante } from '#src/portal/composants/elements.tsx';
import { Icone, type NomIcone } from '#src/portal/composants/icones.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

/** An act of a page: where it leads, and why it is closed; null when it is open. */
export type Acte = Readonly<{
  /** Names it within its page or row. */
  nom: string;
  libelle: string;
  href: string;
  pourquoi: RefusExplique | null;
}>;

/** A closed act: said to be so, reached by keyboard and screen readers, described by its reason. */
function Ferme({
  classe,
  describedBy,
  libelle,
  children,
}: Readonly<{ classe: string; describedBy: string; libelle?: string; children: ReactNode }>) {
  return (
    <button
      type="button"
      className={joindre(classe, 'ferme')}
      aria-disabled="true"
      aria-describedby={describedBy}
      aria-label={libelle}
      title={libelle}
    >
      {children}
    </button>
  );
}

const idDe = (groupe: string, nom: string): string => `pourquoi-${groupe}-${nom}`;

type PropsPourquoi = Readonly<{
  /** Names the place in the page, so that ids stay unique. */
  groupe: string;
  /** Acts of the place; the open ones are left out. */
  actes: readonly Acte[];
  /** Read by screen readers after « Pourquoi ? ». */
  complement?: string;
}>;

/**
 * « Pourquoi ? » beside the closed acts of one place: for each reason, the rule and who can lift it. Nothing
 * when all are open.
 */
export function Pourquoi({ groupe, actes, complement }: PropsPourquoi) {
  const fermes = actes.flatMap(({ nom, libelle, pourquoi }) =>
    pourquoi ? [{ nom, libelle, pourquoi }] : [],
  );
  if (fermes.length === 0) return null;
  const raisons = [...new Set(fermes.map(({ pourquoi }) => pourquoi.raison))];
  return (
    <details className="pourquoi" data-menu="">
      <summary>
        Pourquoi ?
        <span className="hors-ecran">{` ${complement ?? fermes.map(({ libelle }) => libelle).join(', ')}`}</span>
      </summary>
      <div className="pourquoi__panneau">
        {raisons.map((raison) => (
          <Motif
            key={raison}
            groupe={groupe}
            memes={fermes.filter(({ pourquoi }) => pourquoi.raison === raison)}
          />
        ))}
      </div>
    </details>
  );
}

function Motif({
  groupe,
  memes,
}: Readonly<{
  groupe: string;
  memes: readonly Readonly<{ nom: string; libelle: string; pourquoi: RefusExplique }>[];
}>) {
  const [premier, ...autres] = memes;
  if (!premier) return null;
  const { raison, fondements, remedy } = premier.pourquoi;
  return (
    <section className="pourquoi__motif">
      <p className="pourquoi__acte">{memes.map(({ libelle }) => libelle).join(', ')}</p>
      <p id={idDe(groupe, premier.nom)}>{raison}</p>
      {autres.map(({ nom }) => (
        <span key={nom} hidden id={idDe(groupe, nom)}>
          {raison}
        </span>
      ))}
      <dl>
        {fondements.length > 0 && (
          <div>
            <dt>Règle</dt>
            {fondements.map((un) => (
              <dd key={texteDuFondement(un)}>{texteDuFondement(un)}</dd>
            ))}
          </div>
        )}
        <div>
          <dt>Qui peut lever ce blocage</dt>
          <dd>
            {majuscule(remedy.qui)}.{remedy.comment && ` ${remedy.comment}`}
          </dd>
          {remedy.personnes.map((personne) => (
            <dd key={personne} className="pourquoi__personne">
              {personne}
            </dd>
          ))}
        </div>
      </dl>
    </section>
  );
}

function texteDuFondement(fondement: Fondement): string {
  if (fondement.genre === 'regle')
    return `${fondement.constat} « ${fondement.titre} » (fichier ${fondement.fichier}, version ${fondement.version}), règle ${fondement.regle}. Source : ${fondement.source}.`;
  return fondement.genre === 'droit' ? `${fondement.texte} Ligne « ${fondement.ligne} ».` : fondement.texte;
}

type PropsActe = Readonly<{
  acte: Acte;
  groupe: string;
  variante?: Variante;
  icone?: NomIcone;
  complement?: string;
}>;

/** An act as a button-like link, open or closed; « Pourquoi ? » is placed beside by its page. */
export function BoutonDActe({
  acte: { nom, libelle, href, pourquoi },
  groupe,
  variante = 'principal',
  icone,
  complement,
}: PropsActe) {
  if (!pourquoi)
    return (
      <LienBouton href={href} variante={variante} icone={icone} complement={complement}>
        {libelle}
      </LienBouton>
    );
  return (
    <Ferme classe={`bouton bouton--${variante}`} describedBy={idDe(groupe, nom)}>
      {icone && <Icone nom={icone} />}
      {libelle}
      {complement && <span className="hors-ecran">{` ${complement}`}</span>}
    </Ferme>
  );
}

/** An act as an icon alone, named for screen readers by what it does and to whom. */
export function IconeDActe({
  acte: { nom, libelle, href, pourquoi },
  groupe,
  icone,
  danger,
  sur,
}: Readonly<{ acte: Acte; groupe: string; icone: NomIcone; danger?: boolean; sur: string }>) {
  const classe = `bouton-icone${danger ? ' bouton-icone--danger' : ''}`;
  if (pourquoi)
    return (
      <Ferme classe={classe} describedBy={idDe(groupe, nom)} libelle={`${libelle} ${sur}`}>
        <Icone nom={icone} />
      </Ferme>
    );
  return (
    <a className={classe} href={href} aria-label={`${libelle} ${sur}`} title={libelle}>
      <Icone nom={icone} />
    </a>
  );
}

/** An act as a plain link within a row. */
export function LienDActe({
  acte: { nom, libelle, href, pourquoi },
  groupe,
  complement,
}: Readonly<{ acte: Acte; groupe: string; complement: string }>) {
  const contenu = (
    <>
      {libelle}
      <span className="hors-ecran">{` ${complement}`}</span>
    </>
  );
  return pourquoi ? (
    <Ferme classe="lien-ferme" describedBy={idDe(groupe, nom)}>
      {contenu}
    </Ferme>
  ) : (
    <a className="lien-seul" href={href}>
      {contenu}
    </a>
  );
}

/** « Choisir… » of a row: its acts, opened on demand; the closed ones stay in the list and say why. */
export function MenuDActes({
  libelle,
  complement,
  groupe,
  actes,
}: Readonly<{ libelle: string; complement: string; groupe: string; actes: readonly Acte[] }>) {
  return (
    <details className="menu-actions" data-menu="">
      <summary>
        {libelle}
        <span className="hors-ecran">{` ${complement}`}</span>
        <Icone nom="chevron" taille={16} />
      </summary>
      <ul>
        {actes.map((acte) => (
          <li key={acte.nom}>
            {acte.pourquoi ? (
              <>
                <Ferme classe="menu-actions__ferme" describedBy={idDe(groupe, acte.nom)}>
                  {acte.libelle}
                </Ferme>
                <Pourquoi groupe={groupe} actes={[acte]} />
              </>
            ) : (
              <a href={acte.href}>{acte.libelle}</a>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
