using System.Text.Json;
using Emulator.Costs;
using Perf.Cli;

namespace Tests.Costs;

public class ProfileFileTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Perf/Profiles");
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "schema.json"))).RootElement;

    [Fact]
    public void A_profile_reads_as_it_was_written()
    {
        foreach (var profile in ProfileFiles.All)
        {
            var text = ProfileFile.Text(profile);
            var read = ProfileFile.Parse("a.json", text);
            Assert.Equal(text, ProfileFile.Text(read));
            Assert.Equal(profile.MeasuredOn, read.MeasuredOn);
            Assert.Equal(profile.Costs.Keys.Order(), read.Costs.Keys.Order());
            Assert.Equal(profile.Consumers, read.Consumers);
        }
    }

    [Fact]
    public void Files_of_the_repository_are_in_that_form_and_have_the_name_of_their_file()
    {
        Assert.All(Files(), path =>
        {
            var profile = ProfileFile.Parse(path, File.ReadAllText(path));
            Assert.Equal(File.ReadAllText(path), ProfileFile.Text(profile));
            Assert.Equal(Path.GetFileNameWithoutExtension(path), profile.Name);
        });
        Assert.NotEmpty(Files());
    }

    /// <summary>The schema and the reader know the same names: each one that is required is missed, each other one refused.</summary>
    [Fact]
    public void The_schema_says_what_the_reader_takes()
    {
        using var profile = JsonDocument.Parse(File.ReadAllText(Files().First()));
        AssertFollows(Schema, profile.RootElement);
        foreach (var required in Names(Schema.GetProperty("required")))
        {
            var without = Without(profile.RootElement, required);
            var refused = Assert.Throws<FormatException>(() => ProfileFile.Parse("a.json", without));
            Assert.Contains($"'{required}' is missing", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "a.json:1: no JSON")]
    [InlineData("{", "a.json:1: no JSON")]
    [InlineData("[]", "a.json: the file is a Array; expected a Object")]
    [InlineData("""{"name":"x","relative_error":0,"costs":{},"more":1}""", "'more' is unknown; expected $schema, name")]
    [InlineData("""{"name":"x","costs":{}}""", "'relative_error' is missing; expected a Number")]
    [InlineData("""{"name":"x","relative_error":-1,"costs":{}}""", "'relative_error' is -1; expected a number from 0")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{"send_ipi":{"ns":5,"low":5,"high":7,"fitted":true,"virtual":true,"source":"s"},"send_ipi":1}}""",
        "a.json: 'send_ipi' is there twice; expected each cost once")]
    [InlineData("""{"name":"x","relative_error":0,"costs":{"do_nothing":{}}}""", "there is no function 'do_nothing'")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{"send_ipi":{"ns":5,"low":6,"high":7,"fitted":false,"virtual":false,"source":"s"}}}""",
        "send_ipi: low 6, ns 5, high 7; expected them in this order")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{"send_ipi":{"ns":5,"low":5,"high":7,"fitted":3,"virtual":false,"source":"s"}}}""",
        "send_ipi: 'fitted' is neither true nor false")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{"send_ipi":{"ns":5,"low":5,"high":5,"fitted":true,"virtual":true,"fitted_with":["do_mmap"],"source":""}}}""",
        "send_ipi: 'fitted_with' is not a group; expected fitted costs, each of which names all others")]
    [InlineData("""{"name":"x","relative_error":0,"costs":{},"consumers":{"nobody":{}}}""", "there is no consumer 'nobody'; expected one of iommu-sva, kvm, ")]
    [InlineData("""{"name":"x","relative_error":0,"costs":{},"consumers":{"kvm":{}}}""", "a.json: kvm: 'told' is missing; expected a Object")]
    [InlineData("""{"name":"x","relative_error":0,"costs":{},"consumers":{"kvm":{"more":1}}}""", "kvm: 'more' is unknown; expected told, invalidation, entry")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{},"consumers":{"kvm":{"told":{"ns":5,"low":5,"high":7,"fitted":true,"virtual":false,"source":"s"}}}}""",
        "kvm.told: 'fitted' is true; expected false: no shape has a consumer")]
    [InlineData(
        """
        {"name":"x","relative_error":0,"costs":{},"consumers":{"kvm":
        {"told":{"ns":5,"low":5,"high":7,"fitted":false,"virtual":false,"fitted_with":["send_ipi"],"source":"s"}}}}
        """,
        "kvm.told: 'fitted_with' is there; expected none")]
    [InlineData(
        """{"name":"x","relative_error":0,"costs":{},"consumers":{"kvm":{"told":1,"told":1,"told":1,"told":1}}}""",
        "kvm: a part is there twice; expected each once")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ProfileFile.Parse("a.json", text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Folder, "*.json").Where(path => Path.GetFileName(path) != "schema.json").Order();

    /// <summary>Names alone: the properties that the schema has, and no other; those that it requires.</summary>
    private static void AssertFollows(JsonElement schema, JsonElement value)
    {
        var names = value.EnumerateObject().Select(one => one.Name).ToList();
        Assert.All(Names(schema.GetProperty("required")), name => Assert.Contains(name, names));
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var name in names)
        {
            var property = schema.GetProperty("properties").GetProperty(name);
            if (property.TryGetProperty("properties", out _)) AssertFollows(property, value.GetProperty(name));
            if (name == "costs") AssertAllAreCosts(property.GetProperty("additionalProperties"), value.GetProperty(name));
            if (name != "consumers") continue;
            foreach (var consumer in value.GetProperty(name).EnumerateObject())
            {
                var parts = property.GetProperty("additionalProperties");
                AssertAreNames(parts, consumer.Value);
                Assert.All(parts.GetProperty("properties").EnumerateObject(), part => AssertFollows(CostOf(part.Value), consumer.Value.GetProperty(part.Name)));
            }
        }

        void AssertAllAreCosts(JsonElement reference, JsonElement all)
        {
            foreach (var cost in all.EnumerateObject()) AssertFollows(CostOf(reference), cost.Value);
        }
    }

    private static void AssertAreNames(JsonElement schema, JsonElement value) =>
        Assert.Equal(Names(schema.GetProperty("required")), value.EnumerateObject().Select(one => one.Name));

    /// <summary>What a "$ref" leads to: there is one.</summary>
    private static JsonElement CostOf(JsonElement reference)
    {
        Assert.Equal("#/$defs/cost", reference.GetProperty("$ref").GetString());
        return Schema.GetProperty("$defs").GetProperty("cost");
    }

    private static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);

    private static string Without(JsonElement value, string name) =>
        $"{{{string.Join(',', value.EnumerateObject().Where(one => one.Name != name).Select(one => $"\"{one.Name}\":{one.Value.GetRawText()}"))}}}";
}
