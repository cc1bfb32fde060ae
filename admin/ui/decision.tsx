import { compter, dateFr } from '#src/kernel/francais.ts';
import type { Ton } from '#admin/definition/types/champ.ts';
import type { ConstatMontre, DecisionMontree } from '#admin/definition/types/decision.ts';
import { Icone, type NomIcone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';

const ETATS: Readonly<Record<DecisionMontree['etat'], { libelle: string; ton: Ton }>> = {
  decide: { libelle: 'Décidé par la règle', ton: 'neutre' },
  'decision-humaine': { libelle: 'Décision de la Caf attendue', ton: 'attention' },
  'source-muette': { libelle: 'Les textes ne tranchent pas', ton: 'attention' },
  'faits-manquants': { libelle: 'Informations manquantes', ton: 'attention' },
};

const GRAVITES: Readonly<Record<ConstatMontre['gravite'], { libelle: string; ton: Ton; icone: NomIcone }>> = {
  bloquant: { libelle: 'Bloquant', ton: 'erreur', icone: 'refus' },
  avertissement: { libelle: 'Avertissement', ton: 'attention', icone: 'alerte' },
  information: { libelle: 'Information', ton: 'info', icone: 'info' },
};

const CERTITUDES: Readonly<Record<string, string>> = {
  explicite: 'écrit dans la source',
  interpretation: 'interprétation de la source',
  'silence-de-la-source': 'la source est muette',
  fictif: 'valeur fictive',
};

/**
 * Decisions of the rules, each with its reasons, what to correct, the rule, its version, its source and its
 * certainty.
 */
export function Decisions({ decisions }: { decisions: readonly DecisionMontree[] }) {
  const actuelles = decisions.filter(
    ({ titre }, rang) => decisions.findIndex((autre) => autre.titre === titre) === rang,
  );
  const anterieures = decisions.filter((decision) => !actuelles.includes(decision));
  return (
    <div className="decisions">
      {actuelles.map((decision, rang) => (
        <Decision key={decision.id ?? rang} decision={decision} />
      ))}
      {anterieures.length > 0 && (
        <details>
          <summary>{compter(anterieures.length, 'décision antérieure', 'décisions antérieures')}</summary>
          {anterieures.map((decision, rang) => (
            <Decision key={decision.id ?? rang} decision={decision} />
          ))}
        </details>
      )}
    </div>
  );
}

function Decision({ decision }: { decision: DecisionMontree }) {
  const etat =
    decision.reponse === undefined
      ? ETATS[decision.etat]
      : { libelle: 'Tranché par la Caf', ton: 'succes' as const };
  return (
    <section className="carte decision" aria-label={decision.titre}>
      <header>
        <h3>{decision.titre}</h3>
        <Pastille ton={etat.ton}>{etat.libelle}</Pastille>
      </header>
      {decision.fictif && (
        <p className="fictif">
          <Icone nom="alerte" /> {decision.fictif}
        </p>
      )}
      {decision.manquants.length > 0 && (
        <div className="constat constat--attention">
          <p className="constat-message">Pour décider, il manque : {decision.manquants.join(', ')}.</p>
        </div>
      )}
      {decision.reponse !== undefined && <p className="constat-message">{decision.reponse}</p>}
      {decision.constats.length === 0 &&
        decision.issues?.map((issue) => (
          <div key={issue} className="constat constat--info">
            <p className="constat-message">
              <Icone nom="coche" />
              {issue}
            </p>
          </div>
        ))}
      {decision.reponse === undefined ? (
        <Constats constats={decision.constats} />
      ) : (
        <details>
          <summary>Ce que la règle demandait</summary>
          <Constats constats={decision.constats} />
        </details>
      )}
      {decision.calculs.length > 0 && (
        <dl className="calculs">
          {decision.calculs.map(({ libelle, valeur }) => (
            <div key={libelle}>
              <dt>{libelle}</dt>
              <dd>{valeur}</dd>
            </div>
          ))}
        </dl>
      )}
      {(decision.faits || decision.seuils) && (
        <details>
          <summary>Faits et seuils appliqués</summary>
          <dl className="calculs">
            {decision.faits?.map(({ libelle, valeur }) => (
              <div key={libelle}>
                <dt>{libelle}</dt>
                <dd>{valeur}</dd>
              </div>
            ))}
            {decision.seuils?.map(({ libelle, valeur, du, certitude }) => (
              <div key={libelle}>
                <dt>
                  {libelle}{' '}
                  <span className="champ-aide">
                    depuis le {dateFr(du)} · {CERTITUDES[certitude] ?? certitude}
                  </span>
                </dt>
                <dd>{valeur}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <footer>
        Règle « {decision.jeu} », version {decision.version}, appliquée au {dateFr(decision.date)}
        <span className="empreinte" title={decision.empreinte}>
          {' '}
          · empreinte {decision.empreinte.slice(0, 12)}
        </span>
      </footer>
    </section>
  );
}

/** Findings that refused an action. */
export function Constats({ constats }: { constats: readonly ConstatMontre[] }) {
  return (
    <ul className="decisions">
      {constats.map((constat) => (
        <li key={`${constat.regle}-${constat.issue}`}>
          <Constat constat={constat} />
        </li>
      ))}
    </ul>
  );
}

function Constat({ constat }: { constat: ConstatMontre }) {
  const gravite = GRAVITES[constat.gravite];
  return (
    <div className={`constat constat--${gravite.ton}`}>
      <p className="constat-message">
        <Icone nom={gravite.icone} />
        <span className="lecteur">{gravite.libelle} : </span>
        {constat.message}
      </p>
      {constat.commentCorriger && (
        <p className="constat-corriger">
          <strong>{constat.gravite === 'information' ? 'À savoir' : 'Comment corriger'} :</strong>{' '}
          {constat.commentCorriger}
        </p>
      )}
      <p className="constat-source">
        {constat.regle} · {constat.source} · {CERTITUDES[constat.certitude] ?? constat.certitude}
      </p>
    </div>
  );
}
