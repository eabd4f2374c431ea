using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class StaticSplitTests
{
    [Theory]
    [InlineData(300, 8, "38 38 38 38 38 38 38 34")]
    [InlineData(10, 4, "3 3 3 1")]
    [InlineData(3, 8, "1 1 1 0 0 0 0 0")]
    [InlineData(9, 4, "3 3 3 0")]
    [InlineData(5, 1, "5")]
    public void Slices_are_as_long_as_the_posts(int count, int parts, string lengths)
    {
        var slices = StaticSplit.Slices(count, parts);

        Assert.Equal(lengths, string.Join(' ', slices.Select(slice => slice.GetOffsetAndLength(count).Length)));
        Assert.Equal(Enumerable.Range(0, count), slices.SelectMany(slice => Enumerable.Range(0, count).Take(slice)));
    }

    [Fact]
    public void The_posts_function_and_the_engine_answer_alike()
    {
        BigInteger[] numbers = [0, 1, 2, 3, 4, 9, 997 * 997, 360, .. BenchNumbers.Blog(40)];

        Assert.Equal(Answers(new EngineAlgorithm(), numbers), Answers(new BlogAlgorithm(), numbers));
    }

    [Fact]
    public void The_engine_answers_numbers_of_all_sizes_in_their_order()
    {
        BigInteger[] numbers =
        [
            .. BenchNumbers.HardLast(1030, 2), 6, BigInteger.Pow(2, 130), .. BenchNumbers.Mixed(20),
        ];
        var lines = Answers(new EngineAlgorithm(), numbers).TrimEnd('\n').Split('\n');

        Assert.Equal(numbers.Length, lines.Length);
        foreach (var (number, line) in numbers.Zip(lines))
        {
            var parts = line.Split(": ");
            var product = parts[1].Split(' ').Select(f => BigInteger.Parse(f, CultureInfo.InvariantCulture))
                .Aggregate(BigInteger.Multiply);
            Assert.Equal((number.ToString(CultureInfo.InvariantCulture), number), (parts[0], product));
        }
    }

    static string Answers(IAlgorithm algorithm, BigInteger[] numbers)
    {
        var answers = new StringBuilder();
        algorithm.Answer(numbers, answers, CancellationToken.None);
        return answers.ToString();
    }
}
