/** Unseen: for password managers, which file a password under the name that stands before it. */
export const Username = ({ name = "username", value }: { name?: string; value: string }) => (
  <input
    type="text"
    name={name}
    value={value}
    readOnly
    autoComplete="username"
    tabIndex={-1}
    aria-hidden="true"
    className="sr-only"
  />
);
