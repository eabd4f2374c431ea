using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class KnownAnswerTests
{
    [Theory]
    [InlineData("edge_values.ans", 100)]
    [InlineData("e_u96.ans", 100)]
    [InlineData("f_semi80.ans", 20)]
    public void Numbers_with_known_primes_get_exactly_those(string file, int lines)
    {
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        foreach (var (number, primes) in KnownAnswers.Of(file).Take(lines))
        {
            var answer = Factorizer.Factorize(number, run);

            Assert.True(primes.SequenceEqual(answer.Factors), $"{number}: {string.Join(' ', answer.Factors)}");
            Assert.Equal(BigInteger.One, answer.Cofactor);
        }
    }

    [Fact]
    public void The_batch_answers_as_the_single_call_does()
    {
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        var known = KnownAnswers.Of("e_u96.ans").ToList();
        var lists = new FactorLists<UInt128>();

        Factorizer.Factorize([.. known.Select(answer => (UInt128)answer.Number)], lists, run);

        for (var i = 0; i < known.Count; i++)
        {
            Assert.Equal(known[i].Primes.Select(p => (UInt128)p), lists.Factors(i).ToArray());
            Assert.Equal(UInt128.One, lists.Cofactor(i));
        }
    }
}
