import { ErreurConfiguration } from '#src/cli/configuration.ts';
import { BaseInjoignable, MigrationsManquantes } from '#src/cli/base.ts';
import { ErreurProduction } from '#src/cli/controles-production.ts';
import { ErreurPostgresEmbarque } from '#src/database/embarque/index.ts';
import { traduireErreur } from '#src/database/erreurs.ts';
import { Refus, RefusParRegle } from '#src/kernel/refus.ts';
import { ErreurDuMoteur } from '#src/engine/index.ts';
import { PortOccupe } from '#src/server/serveur.ts';
import { FichierPublieModifie } from '#src/domain/politique/livraison/livraison.ts';

/** A program that cannot go on, with the sentence for the person who runs it. */
export class ArretVoulu extends Error {
  override readonly name = 'ArretVoulu';
}

const PREVUES = [
  ArretVoulu,
  ErreurConfiguration,
  ErreurProduction,
  ErreurPostgresEmbarque,
  BaseInjoignable,
  MigrationsManquantes,
  FichierPublieModifie,
  PortOccupe,
  ErreurDuMoteur,
  Refus,
];

/** Ends a program: a foreseen error is one or several sentences, anything else shows its stack. */
export function echouer(erreur: unknown): void {
  const traduite = traduireErreur(erreur);
  const prevue = PREVUES.some((classe) => traduite instanceof classe);
  const constats =
    traduite instanceof RefusParRegle
      ? traduite.constats.map(({ message, commentCorriger }) => `\n  ${message} ${commentCorriger}`).join('')
      : '';
  process.stderr.write(
    `${prevue ? `${(traduite as Error).message}${constats}` : ((traduite as Error).stack ?? String(traduite))}\n`,
  );
  process.exitCode = 1;
}
