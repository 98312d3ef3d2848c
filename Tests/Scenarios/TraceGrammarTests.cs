using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>The table of verbs against the statements that there are.</summary>
public class TraceGrammarTests
{
    [Fact]
    public void Every_kind_of_statement_has_a_verb_and_every_verb_a_statement()
    {
        var kinds = typeof(Statement).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Statement)) && !type.IsAbstract)
            .Select(type => type.Name.Replace("Statement", "", StringComparison.Ordinal).ToUpperInvariant());
        var verbs = TraceGrammar.Verbs.Select(verb => verb.Name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant());
        Assert.Equal(kinds.Append("END").Order(), verbs.Order());
    }

    [Fact]
    public void Every_verb_is_named_once_and_says_what_it_means_in_a_line()
    {
        Assert.Distinct(TraceGrammar.Verbs.Select(verb => verb.Name));
        Assert.All(TraceGrammar.Verbs, verb =>
        {
            Assert.StartsWith(verb.Name, verb.Synopsis, StringComparison.Ordinal);
            Assert.NotEmpty(verb.Meaning);
            Assert.DoesNotContain('\n', verb.Meaning);
        });
    }
}
