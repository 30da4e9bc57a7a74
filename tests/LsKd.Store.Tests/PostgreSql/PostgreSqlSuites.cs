using LsKd.Store.Tests.Commands;
using LsKd.Store.Tests.Ingest;
using LsKd.Store.Tests.Queries;
using LsKd.Store.Tests.Rebuild;

namespace LsKd.Store.Tests.PostgreSql;

[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<PostgreSqlServer>
{
    public const string Name = "PostgreSQL";
}

[Collection(PostgreSqlCollection.Name), Trait("Category", "PostgreSql")]
public sealed class PostgreSqlRunCommandsTests(PostgreSqlServer server) : RunCommandsTests(server);

[Collection(PostgreSqlCollection.Name), Trait("Category", "PostgreSql")]
public sealed class PostgreSqlRunLifecycleTests(PostgreSqlServer server) : RunLifecycleTests(server);

[Collection(PostgreSqlCollection.Name), Trait("Category", "PostgreSql")]
public sealed class PostgreSqlRunIngestorTests(PostgreSqlServer server) : RunIngestorTests(server);

[Collection(PostgreSqlCollection.Name), Trait("Category", "PostgreSql")]
public sealed class PostgreSqlRunCatalogTests(PostgreSqlServer server) : RunCatalogTests(server);

[Collection(PostgreSqlCollection.Name), Trait("Category", "PostgreSql")]
public sealed class PostgreSqlStoreRebuilderTests(PostgreSqlServer server) : StoreRebuilderTests(server);
