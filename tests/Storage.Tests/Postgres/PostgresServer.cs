using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>
/// A real PostgreSQL server for the tests of one process: the one that <see cref="Variable"/> names, else one of its own
/// in a temp folder on a free loopback port. It hangs on a pipe to this process, so it ends when this process does,
/// however that happens. Without a possible server every test that asks for one fails and says why.
/// </summary>
public sealed class PostgresServer
{
    /// <summary>Connection string of a server on which databases may be created.</summary>
    public const string Variable = "BATCHRUNNER_TEST_POSTGRES";

    const string User = "tester";

    /// <summary>
    /// Runs the server until its stdin ends or says something, then ends it at once; unless it was told to keep the
    /// folder, that goes too.
    /// </summary>
    const string Watchdog =
        """
        "$1/postgres" -D "$2" -p "$3" -k "$2" >>"$2/server.log" 2>&1 <&- &
        read -r what
        kill -QUIT $! 2>/dev/null
        wait $!
        [ "$what" = keep ] || rm -rf "$2"
        """;

    static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync());

    readonly string? _binaries;
    readonly string? _folder;
    readonly string[] _launcher = [];
    readonly string _connectionString;
    Process? _watchdog;

    PostgresServer(string connectionString) => _connectionString = connectionString;

    PostgresServer(string binaries, string folder, string[] launcher, string address, int port)
        : this($"Host={address};Port={port};Username={User};Database=postgres;" +
               "Connection Idle Lifetime=5;Connection Pruning Interval=1")
    {
        _binaries = binaries;
        _folder = folder;
        _launcher = launcher;
        Port = port;
    }

    /// <summary>Of a server of its own.</summary>
    public int Port { get; }

    /// <summary>The process id of a server of its own.</summary>
    public int ProcessId => int.Parse(
        File.ReadLines(Path.Combine(_folder!, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The one server of this process.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A server of its own, to be stopped and started; never the one of the variable.</summary>
    public static Task<PostgresServer> StartOwnAsync(params string[] settings) => StartOwnAsync([], "127.0.0.1", settings);

    /// <summary>A server of its own in another network.</summary>
    /// <param name="launcher">What starts a program there.</param>
    /// <param name="address">How it is reached from here.</param>
    /// <param name="clients">Addresses that may connect, as in <c>10.0.0.0/8</c>.</param>
    public static Task<PostgresServer> StartElsewhereAsync(string[] launcher, string address, string clients) =>
        StartOwnAsync(launcher, address, ["listen_addresses = '*'"], $"host all all {clients} trust");

    static async Task<PostgresServer> StartOwnAsync(
        string[] launcher, string address, string[] settings, params string[] admitted)
    {
        var binaries = await PostgresBinaries.FindAsync();
        var folder = Directory.CreateTempSubdirectory("batchrunner-postgres-").FullName;
        await PostgresBinaries.GiveAwayAsync(folder);
        await PostgresBinaries.RunAsync(
            Path.Combine(binaries, "initdb"), "-D", folder, "-U", User, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--no-instructions");
        string[] all =
        [
            // Processes are killed here, never the machine: what the system has taken over is safe.
            "fsync = off", "full_page_writes = off", "listen_addresses = '127.0.0.1'", "max_connections = 300",
            "shared_buffers = 64MB", .. settings,
        ];
        await File.AppendAllLinesAsync(Path.Combine(folder, "postgresql.conf"), all);
        await File.AppendAllLinesAsync(Path.Combine(folder, "pg_hba.conf"), admitted);
        var server = new PostgresServer(binaries, folder, launcher, address, FreePort());
        await server.StartAgainAsync();
        return server;
    }

    static async Task<PostgresServer> StartAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? new(given) : await StartOwnAsync();

    /// <summary>Starts the server after <see cref="StopAtOnceAsync"/>, on the same port and folder.</summary>
    public async Task StartAgainAsync()
    {
        var start = PostgresBinaries.Unprivileged(
            "sh", "-c", Watchdog, "watchdog", _binaries!, _folder!, Port.ToString(null as IFormatProvider));
        if (_launcher is [var launcher, .. var rest])
        {
            start = new(launcher, [.. rest, start.FileName, .. start.ArgumentList])
            {
                RedirectStandardInput = true,
                WorkingDirectory = start.WorkingDirectory,
            };
        }
        _watchdog = Process.Start(start)!;
        var started = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (started.Elapsed > StartTime)
            {
                var log = await File.ReadAllTextAsync(Path.Combine(_folder!, "server.log"));
                throw new InvalidOperationException($"The PostgreSQL server in {_folder} does not start: {log}");
            }
            await Task.Delay(50);
        }
    }

    async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>What a power cut is to the server's processes: nothing is written out, nobody is told.</summary>
    public Task StopAtOnceAsync() => EndAsync("keep");

    /// <summary>Ends the server and removes what it left.</summary>
    public Task EndAsync() => EndAsync("");

    async Task EndAsync(string word)
    {
        if (_watchdog is null) return;

        await _watchdog.StandardInput.WriteLineAsync(word);
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync();
        _watchdog.Dispose();
        _watchdog = null;
    }

    /// <summary>A new, empty database and how it is reached.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Below those the system gives to whoever asks for any: between two starts of the server nobody comes by it.
    static int FreePort()
    {
        var given = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0];
        var lowest = Math.Max(int.Parse(given, CultureInfo.InvariantCulture), 12_000);
        while (true)
        {
            var port = Random.Shared.Next(lowest - 10_000, lowest);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
