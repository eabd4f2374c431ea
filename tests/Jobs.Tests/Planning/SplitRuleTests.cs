using System.Text;
using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Planning;

public sealed class SplitRuleTests
{
    static readonly EffortModel Model = new(Timeout.InfiniteTimeSpan);

    [Fact]
    public void What_is_nearly_done_is_not_split()
    {
        Assert.Null(SplitRule.Keep(SplitRule.LeastMicros - 1, 0));
        Assert.Null(SplitRule.Keep(1_500_000, 800_000));
        Assert.Equal(SplitRule.LeastMicros / 2, SplitRule.Keep(SplitRule.LeastMicros, 0));
    }

    [Fact]
    public void What_was_probably_done_since_the_last_commit_stays_with_its_worker() =>
        Assert.Equal(800_000 + 600_000, SplitRule.Keep(2_000_000, 800_000));

    [Fact]
    public void Two_halves_are_too_short_to_be_split_again() =>
        Assert.Null(SplitRule.Keep(SplitRule.Keep(1_400_000, 0)!.Value, 0));

    [Fact]
    public void The_cut_is_made_by_effort_and_not_by_lines()
    {
        // A thousand easy lines and eight of 52 digits, 20 milliseconds each, behind them: all that is left is there.
        var lengths = Enumerable.Repeat(19, 1000).Concat(Enumerable.Repeat(60, 8)).ToArray();

        var cut = Cut(lengths, 1, sinceCommit: 0)!;

        Assert.Equal(1005, cut.Line);
        Assert.Equal(4, cut.Numbers);
        Assert.Equal(4 * Model.Micros(60), cut.Effort, 1e-3);
    }

    [Fact]
    public void One_number_stays_on_either_side()
    {
        Assert.Equal(2, Cut([70, 30], 1, 0)!.Line);
        Assert.Null(Cut([30, 70], 2, 0));
        Assert.Null(Cut([70], 1, 0));
    }

    [Fact]
    public void The_line_under_suspicion_stays_with_its_worker()
    {
        int[] lengths = [70, 70, 70, 70, 70, 70];

        Assert.Equal(4, Cut(lengths, 1, 0)!.Line);
        Assert.Equal(6, Cut(lengths, 1, 0, suspect: 5)!.Line);
        Assert.Null(Cut(lengths, 1, 0, suspect: 6));
    }

    [Fact]
    public void Lines_that_are_no_numbers_count_for_nothing()
    {
        var cut = Cut([70, 0, 0, 0, 0, 0, 70, 0, 0], 1, 0)!;

        Assert.Equal((7, 1L), (cut.Line, cut.Numbers));
    }

    static SplitCut? Cut(int[] lengths, long nextLine, double sinceCommit, long? suspect = null)
    {
        var text = string.Concat(lengths.Select(l => new string('7', l) + "\n"));
        var victim = new SplitVictim
        {
            NextLine = nextLine,
            EndLine = lengths.Length + 1,
            EffortLeft = lengths[(int)(nextLine - 1)..].Where(l => l > 0).Sum(Model.Micros),
            SuspectLine = suspect,
        };
        return SplitRule.Cut(
            victim, new() { FirstLine = 1, EndLine = lengths.Length + 1, Numbers = Encoding.ASCII.GetBytes(text) },
            Model, MachinePace.Unknown, sinceCommit);
    }
}
