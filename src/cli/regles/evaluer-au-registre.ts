/** `regles evaluer --registre`: one decision by what the registry has in force. */
import { avecOutil } from '#src/cli/outil.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import type { Decision } from '#src/engine/format.ts';
import { AucuneVersionApplicable, compiler, decider } from '#src/engine/index.ts';
import { comprend } from '#src/domain/politique/versions/activations.ts';

/**
 * @param numero the published version asked for; the one in force at the date when not given @throws
 * UsageInvalide | AucuneVersionApplicable
 */
export function evaluerAuRegistre(
  jeu: string,
  date: string,
  numero: string | undefined,
  faits: Record<string, unknown>,
): Promise<Decision> {
  return avecOutil(async ({ registre }) => {
    const publiees = registre.versions.filter((version) => version.genre === 'regles' && version.jeu === jeu);
    if (publiees.length === 0) throw new UsageInvalide(`Le jeu de règles « ${jeu} » n’est pas au registre.`);
    const ouverte = registre.activations.find(
      (activation) =>
        activation.genre === 'regles' &&
        activation.jeu === jeu &&
        activation.connuAu === null &&
        comprend(activation, date),
    );
    const choisie = publiees.find((version) =>
      numero === undefined ? version.empreinte === ouverte?.empreinte : version.numero === numero,
    );
    if (choisie?.genre !== 'regles') {
      throw numero === undefined
        ? new AucuneVersionApplicable(
            `Aucune version publiée du jeu de règles « ${jeu} » n’est en vigueur au ${date}.`,
          )
        : new UsageInvalide(
            `La version ${numero} du jeu « ${jeu} » n’est pas au registre ; versions connues : ${publiees.map((version) => version.numero).join(', ')}.`,
          );
    }
    return decider(compiler(registre.avecReferentiels(choisie.contenu, date), choisie.contenu), {
      date,
      faits,
    });
  });
}
