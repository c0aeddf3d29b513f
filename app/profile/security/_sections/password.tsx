/** The password: changing it. */
export const PasswordSection = () => null;
