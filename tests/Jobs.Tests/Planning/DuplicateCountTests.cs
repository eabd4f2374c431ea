using System.Globalization;
using System.Text;
using BatchRunner.Jobs.Planning;

namespace BatchRunner.Jobs.Tests.Planning;

public sealed class DuplicateCountTests
{
    [Fact]
    public void Every_number_that_came_before_is_counted_however_long()
    {
        var count = new DuplicateCount();
        for (var round = 0; round < 3; round++)
            for (var i = 0; i < 20_000; i++) Add(count, $"{new string('1', i % 60)}{i}");

        Assert.Equal((40_000, true), (count.Count, count.IsExact));
    }

    [Fact]
    public void Beyond_its_memory_the_count_is_a_fair_extrapolation()
    {
        var count = new DuplicateCount(mostSlots: 1 << 12);
        for (var i = 0; i < 200_000; i++)
            Add(count, (i % 100_000 + 1_000_000_000L).ToString(CultureInfo.InvariantCulture));

        Assert.False(count.IsExact);
        Assert.InRange(count.Count, 90_000, 110_000);
    }

    static void Add(DuplicateCount count, string number) => count.Add(Encoding.ASCII.GetBytes(number));
}
