import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDb } from "../db";
import { databaseUrl } from "./database-server";
import { testEnv } from "./test-env";

// Each test file has a database of its own, copied from the template.
const name = `mypages_test_${randomUUID().replaceAll("-", "")}`;
const serverUrl = inject("serverUrl");
Object.assign(process.env, testEnv(databaseUrl(serverUrl, name)));

const admin = async (statement: string) => {
  const client = new pg.Client(serverUrl);
  await client.connect();
  await client.query(statement);
  await client.end();
};

beforeAll(() => admin(`CREATE DATABASE ${name} TEMPLATE ${inject("template")} STRATEGY FILE_COPY`));

afterAll(async () => {
  await closeDb();
  await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});
