/** Pieces of SQL shared by the reads: each gives the properties of one view, in plain JSON. */

/** Properties of `BrouillonListe`; `b` is the draft. */
export const BROUILLON = `b.id, b.genre, b.jeu, b.numero, mcp_personne(b.auteur) as auteur, mcp_instant(b.modifie_le) as "modifieLe", b.version`;

/** Properties of `SoumissionListe`; `s` is the submission. */
export const SOUMISSION = `s.id, s.genre, s.jeu, s.numero, s.empreinte, s.empreinte_rapports as "empreinteRapports", s.etat, s.niveau, s.du::text, s.au::text,
  mcp_personne(s.auteur) as auteur, mcp_instant(s.soumis_le) as "soumisLe", mcp_personne(s.traite_par) as "traitePar", mcp_instant(s.traite_le) as "traiteLe", s.motif,
  case when s.genre = 'regles' and s.etat = 'soumis' then s.rapports::jsonb -> 'impact' is null else false end as "sansImpact", s.version`;

/** Properties of `ReactivationListe`; `r` is the re-activation, `v` its version. */
export const REACTIVATION = `r.id, r.nature, r.genre, r.jeu, v.numero, r.empreinte, r.du::text, r.au::text, r.etat, r.motif, mcp_personne(r.demande_par) as "demandePar",
  mcp_instant(r.demande_le) as "demandeLe", mcp_personne(r.traite_par) as "traitePar", mcp_instant(r.traite_le) as "traiteLe", r.motif_traitement as "motifTraitement",
  (select e.rapport::jsonb -> 'passe' from etude_impact e where e.id = (r.rapports::jsonb ->> 'etude')::uuid) as retroactivite, r.rapports::jsonb ->> 'etude' as etude, r.version`;

/** Properties of `ActivationListe`; `a` is the activation, `v` its version. */
export const ACTIVATION = `a.id, a.empreinte, v.numero, a.du::text, a.au::text, mcp_instant(a.connu_du) as "connuDu", mcp_instant(a.connu_au) as "connuAu", a.origine, a.motif,
  mcp_personne(a.demande_par) as "demandePar", mcp_personne(a.confirme_par) as "confirmePar", a.acte, a.suite_de as "suiteDe"`;

/** Properties of `VersionListe`; `v` is the version. One parameter: today. */
export const VERSION = `v.empreinte, v.numero, v.origine, mcp_instant(v.publie_le) as "publieLe", mcp_personne(v.auteur) as auteur, mcp_personne(v.approbateur) as approbateur,
  coalesce((select case when bool_or(a.effective @> ?::date) then 'en-vigueur' when bool_or(a.du > ?::date) then 'programmee' end
    from activation a where a.empreinte = v.empreinte and a.connu_au is null),
    (select 'annulee' from activation a join activation n on n.genre = a.genre and n.jeu = a.jeu and n.origine = 'annulation' and n.connu_du = a.connu_au and n.effective && a.effective
      where a.empreinte = v.empreinte limit 1), 'remplacee') as etat,
  coalesce((select jsonb_agg(jsonb_build_object('du', a.du::text, 'au', a.au::text) order by a.du) from activation a where a.empreinte = v.empreinte and a.connu_au is null), '[]') as intervalles`;

/** A list of rows as one JSON value. */
export const liste = (requete: string): string =>
  `coalesce((select jsonb_agg(to_jsonb(x)) from (${requete}) x), '[]')`;

/** Versions that take effect, on their first day or when they became known if that is later. One parameter: today. */
export const EFFETS = `
    select s.genre, s.jeu, s.numero, s.empreinte, greatest(s.du, ?::date) as effet_le, false as approuvee from soumission_regle s where s.etat = 'soumis'
    union all
    select a.genre, a.jeu, v.numero, a.empreinte, greatest(a.du, (a.connu_du at time zone 'Europe/Paris')::date), true
    from activation a join version_regle v on v.empreinte = a.empreinte where a.connu_au is null and a.suite_de is null and a.origine <> 'initialisation'`;
