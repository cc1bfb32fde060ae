import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { instantFr } from '#src/kernel/francais.ts';
import type {
  BoutonDeFiche,
  FicheMontree,
  EtapeChronologie,
  SectionDeFiche,
} from '#admin/definition/types/fiche.ts';
import type { RessourceJson } from '#admin/definition/types/page.ts';
import type { ReponseDeFiche } from '#admin/definition/fiche/fiche.ts';
import { Historique } from '#admin/ecrans/fiche/historique.tsx';
import { Decisions } from '#admin/ui/decision.tsx';
import { adresses } from '#admin/ui/adresses.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable, Page } from '#admin/ui/page.tsx';
import { Pastille, Valeur } from '#admin/ui/valeur.tsx';
import { BoutonFerme, Pourquoi, useRaisons } from '#admin/ui/pourquoi.tsx';
import { Tableau } from '#admin/ui/tableau.tsx';

/** Page of a record: what it is, what is linked to it, what the rules decided and why, what can be done. */
export function PageFiche({ ressource, recordId }: { ressource: RessourceJson; recordId: string }) {
  const [dossier, setDossier] = useState<FicheMontree | 'introuvable' | { echec: string } | undefined>();
  const cle = `${ressource.id}/${recordId}`;
  useEffect(() => {
    const abandon = new AbortController();
    void appeler<ReponseDeFiche>(cheminAction(ressource.id, 'show', recordId), {
      signal: abandon.signal,
    }).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      if (corps.dossier) setDossier(corps.dossier);
      else setDossier(statut === 0 || statut >= 500 ? { echec: corps.notice?.message ?? '' } : 'introuvable');
    });
    return () => abandon.abort();
  }, [cle]);
  if (dossier === undefined) return <Attente />;
  if (dossier === 'introuvable') return <Introuvable cle={cle} />;
  if ('echec' in dossier)
    return (
      <div className="avis avis--erreur" role="alert">
        <Icone nom="alerte" />
        <p>{dossier.echec}</p>
      </div>
    );
  const fil = [
    ressource.listable
      ? { libelle: ressource.libelle, href: adresses.liste(ressource.id) }
      : { libelle: ressource.libelle },
    { libelle: dossier.titre },
  ];
  return (
    <Page
      titre={dossier.titre}
      surtitre={dossier.surtitre}
      fil={fil}
      cle={cle}
      etat={dossier.etat && <Pastille ton={dossier.etat.ton}>{dossier.etat.libelle}</Pastille>}
      actions={dossier.actions.length > 0 && <Actions actions={dossier.actions} />}
    >
      {dossier.alertes?.map(({ ton, titre, texte }) => (
        <div key={titre} className={`avis avis--${ton}`}>
          <Icone nom={ton === 'succes' ? 'coche' : ton === 'info' || ton === 'neutre' ? 'info' : 'alerte'} />
          <div>
            <p>
              <strong>{titre}</strong>
            </p>
            {texte && <p>{texte}</p>}
          </div>
        </div>
      ))}
      <div className="dossier">
        <div className="dossier-principal">
          {dossier.sections.map((section) => (
            <Section key={section.titre} section={section} />
          ))}
          {dossier.tables.map((table) => (
            <Tableau key={table.titre} table={table} />
          ))}
          {dossier.suite?.map((bloc) =>
            'valeurs' in bloc ? (
              <Section key={bloc.titre} section={bloc} />
            ) : (
              <Tableau key={bloc.titre} table={bloc} />
            ),
          )}
          {dossier.historique && <Historique key={cle} ressource={ressource.id} recordId={recordId} />}
          {dossier.texteBrut && (
            <section className="carte" aria-label={dossier.texteBrut.titre}>
              <h2>{dossier.texteBrut.titre}</h2>
              <pre tabIndex={0}>{dossier.texteBrut.contenu}</pre>
            </section>
          )}
        </div>
        {(dossier.decisions.length > 0 || dossier.chronologie.length > 0) && (
          <div className="dossier-lateral">
            {dossier.decisions.length > 0 && (
              <section aria-label="Décisions">
                <h2>Décisions</h2>
                <Decisions decisions={dossier.decisions} />
              </section>
            )}
            {dossier.chronologie.length > 0 && <Chronologie etapes={dossier.chronologie} />}
          </div>
        )}
      </div>
    </Page>
  );
}

const VARIANTES = {
  principale: 'bouton bouton--principal',
  secondaire: 'bouton',
  danger: 'bouton bouton--danger-leger',
} as const;

/** A closed action stays visible and says why. */
function Actions({ actions }: { actions: readonly BoutonDeFiche[] }) {
  const raisonDe = useRaisons();
  return (
    <>
      <div className="actions">
        {actions.map(({ nom, libelle, href, variante, pourquoi }) =>
          pourquoi ? (
            <BoutonFerme key={nom} classe={VARIANTES[variante]} raison={raisonDe(nom)}>
              {libelle}
            </BoutonFerme>
          ) : (
            <Link key={nom} className={VARIANTES[variante]} to={href}>
              {libelle}
            </Link>
          ),
        )}
      </div>
      <Pourquoi
        actes={actions.flatMap(({ nom, libelle, pourquoi }) =>
          pourquoi ? [{ nom, libelle, pourquoi }] : [],
        )}
        raisonDe={raisonDe}
      />
    </>
  );
}

function Section({ section }: { section: SectionDeFiche }) {
  const { titre, intro, repliee } = section;
  if (repliee)
    return (
      <details className="carte">
        <summary>
          <h2>{titre}</h2>
        </summary>
        <Valeurs section={section} />
      </details>
    );
  return (
    <section className="carte" aria-label={titre}>
      <h2>{titre}</h2>
      {intro && <p className="carte-intro">{intro}</p>}
      <Valeurs section={section} />
    </section>
  );
}

function Valeurs({ section: { valeurs } }: { section: SectionDeFiche }) {
  return (
    <dl className="valeurs">
      {valeurs.map(({ etiquette, aide, ...cellule }) => (
        <div key={etiquette} className={cellule.genre === 'texte-long' ? 'valeur valeur--large' : 'valeur'}>
          <dt>{etiquette}</dt>
          <dd>
            <Valeur cellule={cellule} />
            {aide && <span className="champ-aide">{aide}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Chronologie({ etapes }: { etapes: readonly EtapeChronologie[] }) {
  return (
    <section className="carte" aria-label="Chronologie">
      <h2>Chronologie</h2>
      <ol className="chronologie">
        {etapes.map((etape) => (
          <li key={`${etape.le}-${etape.titre}`} className={`etape etape--${etape.ton ?? 'neutre'}`}>
            <p className="etape-titre">{etape.titre}</p>
            <p className="etape-quand">
              <time dateTime={etape.le}>{instantFr(etape.le, session.fuseau)}</time>
              {etape.acteur && ` · ${etape.acteur}`}
            </p>
            {etape.detail && <p className="etape-detail">{etape.detail}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
