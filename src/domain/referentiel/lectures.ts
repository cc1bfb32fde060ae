import { Caf } from '#src/domain/caf/caf.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { GroupeHabilitation } from '#src/domain/utilisateur/utilisateur.ts';

export { servicesProposes as services } from '#src/domain/service/services.ts';

/** Reference data for the choices of a form, in their order; open to every actor. */
export const groupes = ({ em }: UniteDeLecture): Promise<GroupeHabilitation[]> => em.findAll(GroupeHabilitation, { orderBy: { ordre: 'asc' } });
export const typesEquipement = ({ em }: UniteDeLecture): Promise<TypeEquipement[]> => em.findAll(TypeEquipement, { orderBy: { ordre: 'asc' } });
/** Every Caf, by name: a multi-caf bulletin lists them. Its settings are left out. */
export const cafs = ({ em }: UniteDeLecture): Promise<Pick<Caf, 'id' | 'nom'>[]> => em.find(Caf, {}, { fields: ['id', 'nom'], orderBy: { nom: 'asc' } });
