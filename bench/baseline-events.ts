import type pg from "pg";

/** A column of a table, with its type as PostgreSQL writes it. */
type Column = { name: string; type: string };

/** Rows as text, column by column: what an INSERT from arrays takes. */
type Columns = string[][];

const TABLE = `"BaselineParticipant"`;

/**
 * The least that stores participants: rows that are there already, inserted from arrays into an identical table, on one
 * connection.
 */
export class BareInsert {
  private constructor(
    private readonly client: pg.Client,
    private readonly columns: Column[],
    private readonly statement: string,
  ) {}

  static async prepare(client: pg.Client): Promise<BareInsert> {
    await client.query(`CREATE TABLE ${TABLE} (LIKE "Participant" INCLUDING ALL)`);
    const { rows: columns } = await client.query<Column>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = '${TABLE}'::regclass AND attnum > 0 ORDER BY attnum`,
    );
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
    const news = columns.map(({ name }) => `EXCLUDED."${name}"`).join(", ");
    const statement = `INSERT INTO ${TABLE} (${names}) SELECT * FROM unnest(${arrays})
      ON CONFLICT ("id") DO UPDATE SET (${names}) = (${news})`;
    return new BareInsert(client, columns, statement);
  }

  /** Copies of stored participants, in the given order. */
  async rowsOf(ids: string[]): Promise<Columns> {
    const columns = this.columns.map(({ name }) => `p."${name}"::text`).join(", ");
    const { rows } = await this.client.query<string[]>({
      text: `SELECT ${columns} FROM unnest($1::text[]) WITH ORDINALITY AS wanted(id, place)
             JOIN "Participant" p USING ("id") ORDER BY place`,
      values: [ids],
      rowMode: "array",
    });
    return this.columns.map((_, index) => rows.map((row) => row[index] as string));
  }

  async insert(columns: Columns): Promise<void> {
    await this.client.query({ name: "insert", text: this.statement, values: columns });
  }
}
