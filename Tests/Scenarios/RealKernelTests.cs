using Tests.Perf;
using Xunit.Abstractions;

namespace Tests.Scenarios;

/// <summary>
/// The emulator answers what a real kernel answered, field by field. Every recorded trace is in here: it is compared as soon as
/// all of its statements are built, and until then it must be refused by the line.
/// </summary>
public class RealKernelTests(ITestOutputHelper log)
{
    public static TheoryData<string> Names => [.. KernelTruth.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_trace_answers_as_the_kernel_did_or_is_refused(string name)
    {
        if (KernelTruth.FirstNotBuilt(KernelTruth.Read(name)) is { } missing)
        {
            var path = KernelTruth.PathOf(name);
            var refused = Cli.Run("run", path, "--json");
            Assert.Equal((2, ""), (refused.Status, refused.Output));
            Assert.StartsWith($"{path}:{missing.Line}: '{missing.Text.Split(' ')[0]}' parses, but ", refused.Error, StringComparison.Ordinal);
            return;
        }

        var differences = KernelTruth.Compare(name).Where(field => !field.IsEqual).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Every_field_of_every_comparable_answer_is_equal()
    {
        var compared = KernelTruth.Names.Where(name => KernelTruth.FirstNotBuilt(KernelTruth.Read(name)) is null).ToList();
        var fields = compared.SelectMany(KernelTruth.Compare).ToList();
        log.WriteLine($"{compared.Count} of {KernelTruth.Names.Count()} traces; equal of compared:");
        foreach (var name in KernelTruth.StateFields.Concat(KernelTruth.FlushFields).Append(KernelTruth.CallsField))
        {
            var of = fields.Where(field => field.Field == name).ToList();
            var equal = of.Count(field => field.IsEqual);
            log.WriteLine($"{name,-13} {equal,5} {of.Count,5}");
            Assert.NotEmpty(of);
            Assert.Equal(of.Count, equal);
        }
    }
}
