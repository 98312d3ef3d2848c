using Xunit.Abstractions;

namespace Tests.Scenarios;

/// <summary>The emulator answers what a real kernel answered, field by field.</summary>
public class RealKernelTests(ITestOutputHelper log)
{
    public static TheoryData<string> Names => [.. KernelTruth.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_trace_answers_as_the_kernel_did(string name)
    {
        var differences = KernelTruth.Compare(name).Where(field => !field.IsEqual).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Every_field_of_every_comparable_answer_is_equal()
    {
        var compared = KernelTruth.Names.ToList();
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
