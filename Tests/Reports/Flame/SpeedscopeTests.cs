using System.Text;
using System.Text.Json;
using Emulator.Reports;

namespace Tests.Reports.Flame;

public class SpeedscopeTests
{
    [Fact]
    public void Unshare_is_golden() => FlameTrees.MatchesGolden("unshare.speedscope.json", Json(FlameTrees.Unshare));

    [Fact]
    public void Samples_name_frames_and_weights_add_up()
    {
        foreach (var tree in (FlameFrame[])[FlameTrees.Unshare, FlameTrees.Odd, FlameTrees.Empty, FlameTrees.Single, FlameTrees.Random(1)])
        {
            using var json = JsonDocument.Parse(Json(tree));
            Assert.Equal("https://www.speedscope.app/file-format-schema.json", json.RootElement.GetProperty("$schema").GetString());
            Assert.Equal("ptemu", json.RootElement.GetProperty("exporter").GetString());
            var frames = json.RootElement.GetProperty("shared").GetProperty("frames").EnumerateArray();
            var names = frames.Select(frame => frame.GetProperty("name").GetString()!);
            var profile = json.RootElement.GetProperty("profiles")[0];
            Assert.Equal(("sampled", "nanoseconds"), (profile.GetProperty("type").GetString(), profile.GetProperty("unit").GetString()));

            long[] weights = [.. profile.GetProperty("weights").EnumerateArray().Select(weight => weight.GetInt64())];
            Assert.Equal(0, profile.GetProperty("startValue").GetInt64());
            Assert.Equal(weights.Sum(), profile.GetProperty("endValue").GetInt64());
            Assert.Equal(tree.Stacks().Sum(stack => stack.WholeNs), weights.Sum());
            Assert.Equal(Folded(tree), Folded(profile, [.. names], weights));
        }
    }

    // The samples as folded stacks: an index out of range throws here.
    private static string Folded(JsonElement profile, string[] names, long[] weights)
    {
        JsonElement[] samples = [.. profile.GetProperty("samples").EnumerateArray()];
        Assert.Equal(weights.Length, samples.Length);
        Assert.Equal(names.Length, names.Distinct().Count());
        return string.Concat(samples.Zip(weights, (sample, weight) =>
            $"{string.Join(';', sample.EnumerateArray().Select(index => names[index.GetInt32()]))} {weight}\n"));
    }

    private static string Folded(FlameFrame tree)
    {
        using var output = new StringWriter();
        FoldedStacks.Write(tree, output);
        return output.ToString();
    }

    private static string Json(FlameFrame root)
    {
        using var output = new MemoryStream();
        Speedscope.Write(root, "v5-patch", output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
