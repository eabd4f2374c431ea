namespace BatchRunner.Factoring.Tests.Word;

public sealed class KnownAnswersTests
{
    [Theory]
    [InlineData("h_blog_300.ans")]
    [InlineData("edge_values.ans")]
    [InlineData("uniform31.ans")]
    [InlineData("uniform64.ans")]
    [InlineData("semiprimes64.ans")]
    public void Numbers_with_published_answers_get_them(string file)
    {
        var known = Answers.Read(file);
        ulong[] numbers = [.. known.Select(k => k.Number)];

        var lists = Answers.Factorize(numbers);

        for (var i = 0; i < known.Count; i++) Assert.Equal(known[i].Factors, lists.Factors(i));
    }

    [Fact]
    public void Every_number_to_200000_agrees_with_the_blogs_function()
    {
        ulong[] numbers = [.. Enumerable.Range(0, 200_001).Select(i => (ulong)i)];

        var lists = Answers.Factorize(numbers);

        for (var i = 0; i < numbers.Length; i++)
        {
            var expected = BlogOracle.Factorize(numbers[i]);
            if (!lists.Factors(i).SequenceEqual(expected.ToArray())) Assert.Fail($"{numbers[i]} is wrong");
        }
    }

    [Fact]
    public void Zero_and_one_have_no_factors_and_need_no_method()
    {
        var lists = Answers.Factorize(0, 1);

        Assert.Equal(0, lists.Factors(0).Length);
        Assert.Equal(0, lists.Factors(1).Length);
        Assert.Equal(FactoringMethod.None, lists.Method(0));
        Assert.Equal(FactoringMethod.None, lists.Method(1));
    }

    // Other programs hang on these: a factor found by an elliptic curve that is itself composite and not split again.
    [Theory]
    [InlineData(15402740541146750117UL, 33923UL, 42349UL, 78367UL, 136813UL)]
    [InlineData(3825123056546413051UL, 149491UL, 747451UL, 34233211UL)]
    [InlineData(1000009000027000027UL, 1000003UL, 1000003UL, 1000003UL)]
    [InlineData(18446743979220271189UL, 4294967279UL, 4294967291UL)]
    public void A_number_of_several_like_primes_is_split_to_the_end(ulong number, params ulong[] factors) =>
        Assert.Equal(factors, Answers.Factorize(number).Factors(0));

    [Theory]
    [InlineData(2UL, FactoringMethod.Prime)]
    [InlineData(9223372036854775808UL, FactoringMethod.TrialDivision)]
    [InlineData(18446744073709551557UL, FactoringMethod.Prime)]
    [InlineData(18446744030759878681UL, FactoringMethod.PerfectPower)]
    public void The_method_names_the_strongest_stage_that_was_needed(ulong number, FactoringMethod expected) =>
        Assert.Equal(expected, Answers.Factorize(number).Method(0));
}
