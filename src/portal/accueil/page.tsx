import {
  Alerte,
  Carte,
  EtatVide,
  LienBouton,
  ListeDeLiens,
  Page,
  Tuile,
  Tuiles,
  type ContextePage,
  type Lien,
  type NomIcone,
} from '#src/portal/composants/index.ts';
import type { AvisDeConvention } from '#src/domain/suivi/convention/avis.ts';
import type { AnneeNommee } from '#src/domain/declaration/annee.ts';
import { AvisConvention } from '#src/portal/avis-convention.tsx';
import { CarteDeLAnnee } from '#src/portal/declarations/annee.tsx';

export type TuileAccueil = Readonly<{
  titre: string;
  href: string;
  icone: NomIcone;
  chiffre?: string;
  texte: string;
  attention?: boolean;
}>;

/** Something that waits for the person, said in one sentence. */
export type AFaire = Readonly<{ texte: string; href: string; bouton: string; urgent?: boolean }>;

/** Something that waits for somebody else, with who that is. */
export type AilleursEnAttente = Readonly<{ texte: string; qui: string }>;

type PropsAccueil = Readonly<{
  contexte: ContextePage;
  prenom: string;
  avis: AvisDeConvention | null;
  aFaire: readonly AFaire[];
  ailleurs: readonly AilleursEnAttente[];
  tuiles: readonly TuileAccueil[];
  annees: readonly AnneeNommee[];
  fuseau: string;
  liens: readonly Lien[];
  attentes: readonly string[];
}>;

/** `/partenaire`: what waits for the person, then where one may go. */
export function PageAccueil({
  contexte,
  prenom,
  avis,
  aFaire,
  ailleurs,
  tuiles,
  annees,
  fuseau,
  liens,
  attentes,
}: PropsAccueil) {
  return (
    <Page
      contexte={contexte}
      titre={`Bonjour ${prenom}`}
      chapeau="Voici ce qui vous attend et les services que votre Caf vous ouvre."
    >
      <div className="pile">
        {avis && <AvisConvention avis={avis} lien />}
        {attentes.map((attente) => (
          <Alerte key={attente} ton="information" titre="En attente de validation par votre Caf">
            {attente}
          </Alerte>
        ))}
        {aFaire.length > 0 && (
          <Carte titre="À faire" id="a-faire">
            <ul className="a-faire">
              {aFaire.map((tache) => (
                <li key={tache.texte} className={tache.urgent ? 'a-faire__urgent' : undefined}>
                  <span>{tache.texte}</span>
                  <LienBouton href={tache.href} variante="secondaire">
                    {tache.bouton}
                  </LienBouton>
                </li>
              ))}
            </ul>
          </Carte>
        )}
        {ailleurs.length > 0 && (
          <Carte titre="En attente de quelqu’un d’autre" id="ailleurs">
            <ul className="liste-liens">
              {ailleurs.map(({ texte, qui }) => (
                <li key={texte}>
                  {texte}
                  <p className="discret petit">{qui}</p>
                </li>
              ))}
            </ul>
          </Carte>
        )}
        {aFaire.length === 0 &&
          ailleurs.length === 0 &&
          !avis &&
          attentes.length === 0 &&
          tuiles.length > 0 && <Alerte ton="succes">Rien ne vous attend aujourd’hui.</Alerte>}
        {tuiles.length > 0 ? (
          <Tuiles>
            {tuiles.map(({ texte, attention, ...tuile }) => (
              <Tuile key={tuile.href} {...tuile} ton={attention ? 'attention' : 'neutre'}>
                {texte}
              </Tuile>
            ))}
          </Tuiles>
        ) : (
          <EtatVide icone="cle" titre="Aucun rôle ne vous est encore affecté.">
            {attentes.length > 0
              ? 'Celui qui vous est destiné attend la validation de votre Caf.'
              : 'Adressez-vous à votre administrateur partenaire.'}
          </EtatVide>
        )}
        {annees.map((annee) => (
          <CarteDeLAnnee
            key={annee.equipement.id}
            id={`annee-${annee.equipement.id}`}
            annee={annee}
            equipement={annee.equipement.nom}
            fuseau={fuseau}
          />
        ))}
        {liens.length > 0 && (
          <Carte
            titre="Liens utiles"
            id="liens-utiles"
            actions={
              <a className="lien-seul" href="/partenaire/documents">
                Tous les documents et liens utiles
              </a>
            }
          >
            <ListeDeLiens liens={liens} />
          </Carte>
        )}
      </div>
    </Page>
  );
}
