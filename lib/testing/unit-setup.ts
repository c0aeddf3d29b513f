import { testEnv } from "./test-env";

// Unit tests have no database: port 9 (discard) makes a forgotten query fail at once.
Object.assign(process.env, testEnv("postgresql://nobody@127.0.0.1:9/none"));
