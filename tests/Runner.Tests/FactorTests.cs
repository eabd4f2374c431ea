using System.Globalization;
using System.Text;

namespace BatchRunner.Runner.Tests;

public sealed class FactorTests
{
    [Theory]
    [InlineData("-h")]
    [InlineData("--exponents")]
    public async Task Exponents_stand_for_repeated_primes(string option)
    {
        var result = await RunnerProcess.RunAsync("factor", option, "1", "7", "360", "18446744073709551616");

        Assert.Equal("1:\n7: 7\n360: 2^3 3^2 5\n18446744073709551616: 2^64\n", result.Output);
    }

    [Fact]
    public async Task Json_lines_hold_number_factors_and_method()
    {
        var result = await RunnerProcess.RunAsync("factor", "--json-lines", "+012", "1");

        Assert.Equal("""
            {"number":"12","factors":["2","2","3"],"method":"trial"}
            {"number":"1","factors":[],"method":"none"}

            """.ReplaceLineEndings("\n"), result.Output);
    }

    [Fact]
    public async Task Json_lines_with_exponents_hold_objects()
    {
        var result = await RunnerProcess.RunAsync("factor", "--json-lines", "--exponents", "12");

        Assert.StartsWith("""{"number":"12","factors":[{"prime":"2","exponent":2},{"prime":"3","exponent":1}],""",
            result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_and_the_byte_order_mark_of_Windows_are_blanks()
    {
        var result = await RunnerProcess.RunAsync(["factor"], [0xEF, 0xBB, 0xBF, .. "6\r\n7\r\n"u8]);

        Assert.Equal("6: 2 3\n7: 7\n", result.Output);
        Assert.Equal(ExitCode.Success, result.ExitCode);
    }

    [Fact]
    public async Task A_token_that_is_no_number_is_named_with_its_line_and_the_others_are_answered()
    {
        var result = await RunnerProcess.RunAsync(["factor"], "4\n\nsix 7\n"u8.ToArray());

        Assert.Equal("4: 2 2\n7: 7\n", result.Output);
        Assert.Equal("batchrunner factor: line 3: 'six' is not a non-negative integer\n", result.Messages);
        Assert.Equal(ExitCode.Incomplete, result.ExitCode);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused_once_and_what_follows_is_answered()
    {
        var input = Encoding.ASCII.GetBytes("6\n" + new string('9', 1 << 20) + " 8\n" + new string('x', 300_000) + "\n9");

        var result = await RunnerProcess.RunAsync(["factor"], input);

        Assert.Equal("6: 2 3\n8: 2 2 2\n9: 3 3\n", result.Output);
        Assert.Equal(2, result.Messages.TrimEnd().Split('\n').Length);
        Assert.Contains("line 2: '9999", result.Messages, StringComparison.Ordinal);
        Assert.Contains("has more than 100000 digits", result.Messages, StringComparison.Ordinal);
        Assert.Contains("line 3: 'xxx", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forced_path_that_is_none_is_said_in_one_line()
    {
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string> { ["BATCHRUNNER_FACTORING_PATH"] = "avx1024" };
        await using var runner = RunnerProcess.Start(folder.Path, environment, "factor", "6");

        var result = await runner.EndAsync([]);

        Assert.Equal((ExitCode.Incomplete, ""), (result.ExitCode, result.Output));
        Assert.Contains("BATCHRUNNER_FACTORING_PATH is 'avx1024'", result.Messages, StringComparison.Ordinal);
        Assert.Single(result.Messages.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_code_for_AVX_512_answers_on_any_machine()
    {
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string> { ["BATCHRUNNER_FACTORING_PATH"] = "avx512-emulated" };
        await using var runner = RunnerProcess.Start(folder.Path, environment, "factor");

        var result = await runner.EndAsync("1000000007\n18446744073709551557\n1000000016000000063\n"u8.ToArray());

        Assert.Equal(
            "1000000007: 1000000007\n18446744073709551557: 18446744073709551557\n"
            + "1000000016000000063: 1000000007 1000000009\n", result.Output);
    }

    /// <summary>2^k has k factors, so a block of such lines is far larger than what was read of them.</summary>
    [Fact]
    public async Task A_number_of_thousands_of_digits_is_answered()
    {
        var power = System.Numerics.BigInteger.Pow(2, 9000).ToString(CultureInfo.InvariantCulture);

        var result = await RunnerProcess.RunAsync(["factor"], Encoding.ASCII.GetBytes(power + "\n6\n"));

        Assert.Equal($"{power}:{string.Concat(Enumerable.Repeat(" 2", 9000))}\n6: 2 3\n", result.Output);
    }

    [Fact]
    public async Task Order_is_kept_over_many_blocks_by_any_number_of_workers()
    {
        var numbers = Enumerable.Range(0, 200_000);
        var input = Encoding.ASCII.GetBytes(string.Join('\n', numbers));

        var one = await RunnerProcess.RunAsync(["factor", "-j1"], input);
        var many = await RunnerProcess.RunAsync(["factor", "-j", "7"], input);

        Assert.Equal(numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)), one.Lines.Select(l => l.Split(':')[0]));
        Assert.True(one.Output == many.Output);
    }

    [Fact]
    public async Task A_terminal_is_answered_line_by_line()
    {
        using var folder = new TempFolder();
        await using var runner = RunnerProcess.Start(folder.Path, null, "factor");

        foreach (var (line, answer) in new[] { ("6\n", "6: 2 3"), ("7 8", "7: 7"), ("\n", "8: 2 2 2") })
        {
            await runner.Input.WriteAsync(Encoding.ASCII.GetBytes(line), runner.TimeOut);
            await runner.Input.FlushAsync(runner.TimeOut);

            Assert.Equal(answer, await runner.Output.ReadLineAsync(runner.TimeOut));
        }
        runner.Input.Close();
        Assert.Equal(ExitCode.Success, await runner.ExitAsync());
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_an_endless_run_without_a_word()
    {
        using var folder = new TempFolder();
        await using var shell = RunnerProcess.StartShell(folder.Path, "yes 360 2>/dev/null | \"$RUNNER\" factor | head -n 2");

        var result = await shell.EndAsync([]);

        Assert.Equal("360: 2 2 2 3 3 5\n360: 2 2 2 3 3 5\n", result.Output);
        Assert.Empty(result.Messages);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_a_hard_number_at_once(string signal, int exitCode)
    {
        using var folder = new TempFolder();

        // Both factors are primes of 60 digits: no engine is done with it before the signal comes.
        var number = System.Numerics.BigInteger.Parse(
                "100000000000000000010000000000000000000000000000000000000183", CultureInfo.InvariantCulture)
            * System.Numerics.BigInteger.Parse(
                "300000000000000000100000000000000000000000000000000000000091", CultureInfo.InvariantCulture);
        await using var runner = RunnerProcess.Start(folder.Path, null, "factor", "6", $"{number}");
        Assert.Equal("6: 2 3", await runner.Output.ReadLineAsync(runner.TimeOut));

        await runner.SignalAsync(signal);

        Assert.Equal(exitCode, await runner.ExitAsync());
        Assert.Empty(await runner.Output.ReadToEndAsync(runner.TimeOut));
    }

    [Fact]
    public async Task A_full_disk_and_an_unreadable_input_are_said_and_answered_by_1()
    {
        using var folder = new TempFolder();
        await using var full = RunnerProcess.StartShell(folder.Path, "\"$RUNNER\" factor 6 > /dev/full");
        await using var unreadable = RunnerProcess.StartShell(folder.Path, "\"$RUNNER\" factor < /");

        var fullResult = await full.EndAsync([]);
        var unreadableResult = await unreadable.EndAsync([]);

        Assert.Equal((1, 1), (fullResult.ExitCode, unreadableResult.ExitCode));
        Assert.Contains("cannot write the output: No space left", fullResult.Messages, StringComparison.Ordinal);
        Assert.Contains("cannot read the input: Is a directory", unreadableResult.Messages, StringComparison.Ordinal);
    }
}
