import { ChampRefuse } from '#src/kernel/refus.ts';

export class ServiceInconnu extends ChampRefuse {
  constructor(champ: string) {
    super(
      champ,
      'L’un des services choisis n’existe pas ou n’est plus proposé. Choisissez parmi les services de la liste.',
    );
  }
}
