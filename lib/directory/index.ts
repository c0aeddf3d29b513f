export {
  createOrganization,
  createPartner,
  createRoom,
  createUser,
  newOrganization,
  newPartner,
  newRoom,
  newUser,
} from "./create";
