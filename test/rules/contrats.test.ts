import { describe, expect, it } from 'vitest';
import { combinaisons, evaluer, issues } from './appui.ts';

const OUI_NON = [true, false] as const;

/** The outcomes of a file where each unmet condition gives its own outcome. */
function attendues(
  seule: string,
  faits: Readonly<Record<string, unknown>>,
  manquements: Readonly<Record<string, string>>,
): string[] {
  const trouvees = Object.entries(manquements).filter(([fait]) => faits[fait] === false || faits[fait] === 0);
  return trouvees.length === 0 ? [seule] : [...new Set(trouvees.map(([, issue]) => issue))].sort();
}

describe.each([
  [
    'eligibilite',
    'ELIGIBLE',
    {
      identiteComplete: 'IDENTITE_INCOMPLETE',
      representantDesigne: 'REPRESENTANT_ABSENT',
      missionDecrite: 'MISSION_ABSENTE',
      gestionDelegueeAcceptee: 'GESTION_NON_DELEGUEE',
      administrateurDesigne: 'ADMINISTRATEUR_ABSENT',
      servicesDemandes: 'SERVICE_ABSENT',
    },
  ],
  [
    'contrat',
    'CONTRAT_COMPLET',
    {
      interlocuteursCafComplets: 'INTERLOCUTEUR_MANQUANT',
      interlocuteursPartenaireComplets: 'INTERLOCUTEUR_MANQUANT',
      escaladeDecrite: 'ESCALADE_ABSENTE',
      horairesDecrits: 'HORAIRES_ABSENTS',
      signatureCaf: 'SIGNATURE_MANQUANTE',
      signaturePartenaire: 'SIGNATURE_MANQUANTE',
      servicesAutorises: 'SERVICE_ABSENT',
    },
  ],
] as const)('%s', (id, seule, manquements) => {
  const cas = combinaisons(
    Object.fromEntries(
      Object.keys(manquements).map((fait) => [fait, fait.startsWith('services') ? [0, 1, 2] : OUI_NON]),
    ),
  );

  it(`gives every reason at once, and ${seule} alone when there is none`, async () => {
    for (const faits of cas) {
      const decision = await evaluer(id, faits);
      expect([faits, decision.issues, decision.etat]).toEqual([
        faits,
        attendues(seule, faits, manquements),
        'decide',
      ]);
      expect(decision.constats.every(({ gravite }) => gravite === 'bloquant')).toBe(true);
    }
  });

  it('needs every fact', async () => {
    expect((await evaluer(id, {})).manquants).toEqual(Object.keys(manquements).sort());
  });
});

describe('conventionnement', () => {
  const manquements = {
    nombreAnimateurs: 'ANIMATEUR_ABSENT',
    bureauAnimateur: 'LOCAL_INCOMPLET',
    salleAttente: 'LOCAL_INCOMPLET',
    salleAnimation: 'LOCAL_INCOMPLET',
    projetFonctionnement: 'PROJET_ABSENT',
    validationCa: 'VALIDATION_CA_ABSENTE',
  };
  const cas = combinaisons(
    Object.fromEntries(
      Object.keys(manquements).map((fait) => [fait, fait === 'nombreAnimateurs' ? [0, 1] : OUI_NON]),
    ),
  );

  it("applies the source's definition to a Ram", async () => {
    for (const faits of cas)
      expect([faits, await issues('conventionnement', { typeEquipement: 'RAM', ...faits })]).toEqual([
        faits,
        attendues('CONVENTIONNABLE', faits, manquements),
      ]);
  });

  it.each(['EAJE', 'ALSH', 'LAEP'])('is silent on %s, whatever else is known', async (typeEquipement) => {
    const rien = { typeEquipement };
    const incomplet = { typeEquipement, nombreAnimateurs: 0, salleAttente: false };
    for (const faits of [rien, incomplet])
      expect(await evaluer('conventionnement', faits)).toMatchObject({
        etat: 'source-muette',
        issues: ['NON_SPECIFIE'],
        manquants: [],
      });
  });

  it('needs the description of a Ram', async () => {
    expect(await evaluer('conventionnement', { typeEquipement: 'RAM' })).toMatchObject({
      etat: 'faits-manquants',
      manquants: Object.keys(manquements).sort(),
    });
  });

  it('says that the validation is commonly, and wrongly, called agrément', async () => {
    const [constat] = (
      await evaluer('conventionnement', {
        typeEquipement: 'RAM',
        nombreAnimateurs: 1,
        bureauAnimateur: true,
        salleAttente: true,
        salleAnimation: true,
        projetFonctionnement: true,
        validationCa: false,
      })
    ).constats;
    expect(constat?.message).toMatch(/validation.*souvent appelée, à tort, agrément/s);
  });
});
