using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;

// What a test starts as a process of its own: it does one thing, says so on stdout, and stays until stdin ends or it
// is killed.
switch (args)
{
    case ["open", var folder]:
        var ledger = await Ledger.OpenSqliteAsync(folder, TimeProvider.System, CancellationToken.None);
        Console.WriteLine(ledger.Epoch);
        return 0;

    case ["open-postgres", var connectionString]:
        var opened = await Ledger.OpenPostgresAsync(
            connectionString, TimeSpan.FromSeconds(15), TimeProvider.System, CancellationToken.None);
        Console.WriteLine(opened.Epoch);
        return 0;

    case ["hold", var folder]:
        using (var held = new LivenessFolder(folder).Hold())
        {
            held.Beat([1, 2, 3]);
            Console.WriteLine(held.Name);
            await Console.In.ReadToEndAsync();
        }
        return 0;

    case ["session", var connectionString]:
        var shared = await Ledger.OpenPostgresAsync(
            connectionString, TimeSpan.FromSeconds(15), TimeProvider.System, CancellationToken.None);
        using (var held = shared.Liveness.Hold())
        {
            held.Beat([1, 2, 3]);
            Console.WriteLine(held.Name);
            await Console.In.ReadToEndAsync();
        }
        return 0;

    case ["write", var file]:
        await using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            await connection.OpenAsync();
            await using var transaction = connection.BeginTransaction();
            Console.WriteLine("locked");
            await Console.In.ReadToEndAsync();
        }
        return 0;

    default:
        return 2;
}
