export function diffMigrationsToSchema(root: string): Promise<string>;
