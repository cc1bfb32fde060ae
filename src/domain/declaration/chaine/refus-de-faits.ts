import { ContrainteRompue, FaitInvalide, type FaitRefuse, type MotifDeRefus } from '#src/engine/index.ts';
import type { Controle, DemandeDEtape } from '#src/domain/declaration/chaine/resultats.ts';
import { champA, estGroupe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { ecrireDate } from '#src/domain/formulaire/restitution.ts';

interface RefusSitue {
  readonly definition: DefinitionDeFormulaire;
  readonly demande: DemandeDEtape;
  readonly intitule: string;
  /** Path of the field behind the fact; null when it is computed, or comes from the Caf's records. */
  readonly champ: string | null;
}

/**
 * Facts the engine refuses, told in the words of the form: they stop transmission like a blocking finding.
 */
export function controleDeRefus(
  { definition, demande: { etape }, intitule, champ }: RefusSitue,
  refus: FaitRefuse,
): Controle {
  const situe = champ === null ? null : champA(definition, champ);
  const nom = situe?.libelle ?? intitule;
  const estDate = situe !== null && !estGroupe(situe.champ) && situe.champ.type === 'date';
  return {
    etape: etape.id,
    titre: intitule,
    volet: situe?.section.volet ?? etape.volet,
    gravite: 'bloquant',
    regle: null,
    issue: null,
    message:
      refus instanceof ContrainteRompue
        ? refus.phrase
        : `${nom} : ${phraseDe(refus, situe !== null, estDate)}`,
    commentCorriger: situe
      ? 'Corrigez ce champ.'
      : 'Vérifiez les champs dont cette valeur dépend, ou contactez votre Caf.',
    source: '',
    certitude: null,
    champs: champ === null ? [] : [champ],
  };
}

function phraseDe(refus: FaitRefuse, designe: boolean, estDate: boolean): string {
  if (!(refus instanceof FaitInvalide)) return 'cette valeur n’est pas admise.';
  const sujet = designe ? (estDate ? 'la date' : 'la valeur') : `« ${refus.libelle} »`;
  return `${sujet} ${pourquoi(refus.motif)}`;
}

function pourquoi(motif: MotifDeRefus): string {
  switch (motif.genre) {
    case 'minimum':
      return `ne peut pas être en dessous de ${borne(motif.borne)}.`;
    case 'maximum':
      return `ne peut pas dépasser ${borne(motif.borne)}.`;
    case 'nature':
      return 'n’est pas admise.';
  }
}

const borne = (valeur: string | number | boolean): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(String(valeur))
    ? `le ${ecrireDate(String(valeur))}`
    : String(valeur).replace('.', ',');
