using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Reports;
using Emulator.Walks;
using Perf;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Reports;

/// <summary><c>ptemu report</c>: the page as text, and in a browser where there is one.</summary>
public sealed partial class ReportPageTests : IDisposable
{
    private static readonly TimeSpan BrowserMax = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    private string Page => Path.Combine(_folder.Root, "report.html");

    [Fact]
    public void It_has_every_part_and_needs_nothing_else()
    {
        Assert.Equal([Page], Cli.Run("report", Cli.Seed, "-o", Page).Succeeded().Lines);
        var html = File.ReadAllText(Page);
        string[] parts =
        [
            "v5-patch", "huge_pmd_unshare", "Difference: v5-patch to 6.19", "difference", "Checks", "To repeat it",
            "Cost against tables", "Measured by the model, against sharers",
            "Of the kernel 6.19, as", "ptemu 0.1.0", "modelled, with the costs of epyc-zen3-kvm", "  at most  ",
        ];
        foreach (var part in parts)
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.Equal(6, Pictures(html).Count());
        Assert.All(References().Matches(html), reference => Assert.StartsWith("data:", reference.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(html, Again(html));
    }

    [Fact]
    public void Pictures_are_whole_and_those_of_flame()
    {
        Cli.Run("report", Cli.Seed, "-o", Page, "--no-plots").Succeeded();
        var pictures = Pictures(File.ReadAllText(Page)).ToList();
        Assert.Equal(3, pictures.Count);
        Assert.All(pictures, svg => Assert.Equal("svg", XElement.Parse(svg).Name.LocalName));
        Assert.Contains("v5-patch", pictures[0], StringComparison.Ordinal);
        Assert.Contains("6.19", pictures[1], StringComparison.Ordinal);
        Assert.Contains("v5-patch to 6.19", pictures[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_trace_says_is_text_and_no_markup()
    {
        var path = Path.Combine(_folder.Root, "a&b<i>.trace");
        File.Copy(Cli.Seed, path);
        Cli.Run("report", path, "-o", Page, "--no-plots").Succeeded();
        Assert.Contains("a&amp;b&lt;i&gt;.trace</h2>", File.ReadAllText(Page), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_checks_find_is_there_and_the_status_says_so()
    {
        var result = Cli.Run("report", Cli.Trace("bugs/mode-switch-keeps-marks"), "-o", Page, "--no-plots");
        Assert.Equal(ExitStatus.CheckFailed, result.Status);
        Assert.Contains(CheckNames.UffdWpVisibleToOthers, File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--profile", "nope", "there is no profile 'nope'")]
    [InlineData("--base", "nope", "there is no walk 'nope'")]
    [InlineData("-o", "/proc/x.html", "can't be written")]
    public void Bad_words_are_refused_and_nothing_is_written(string option, string value, string message)
    {
        // The option of the case comes last: where it is -o, the page is asked for there.
        var result = Cli.Run(["report", Cli.Seed, .. option == "-o" ? Array.Empty<string>() : ["-o", Page], option, value]);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    /// <summary>A person sees no progress: the walks were not run for a page that can't be written.</summary>
    [Fact]
    public void A_page_that_cant_be_written_is_refused_before_the_work()
    {
        using var screen = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, screen, TextReader.Null, isInteractive: true);
        Assert.Equal(ExitStatus.BadInput, Ptemu.Run(["report", Cli.Seed, "-o", "/proc/x.html"], terminal));
        Assert.Contains("can't be written", screen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" walks", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_adds_up()
    {
        var before = FlameFrame.Build([new(["a", "b"], 1, 10), new(["a"], 1, 5)], "one");
        var after = FlameFrame.Build([new(["a", "c"], 1, 40), new(["a"], 1, 4)], "two");
        var rows = FlameDifference.Of(before, after);
        Assert.Equal(["a;c", "a;b", "a"], rows.Select(row => row.Stack));
        Assert.Equal(after.TotalNs - before.TotalNs, rows.Sum(row => row.DifferenceNs));
    }

    /// <summary>As the page draws them: the same calls of two walks take the same time.</summary>
    [Fact]
    public void Two_walks_that_do_the_same_differ_by_nothing()
    {
        var calls = new CallTree();
        calls.Enter(KernelFunction.UserfaultfdRegister);
        calls.Add(KernelFunction.HugePteLock, 3);
        calls.Leave();
        FlameFrame Of(string walk) => FlameReport.Of(
            new()
            {
                Walk = WalkCatalog.Find(walk)!,
                Calls = [calls],
                Unshared = 0,
                Ipis = 0,
                Refused = [],
                Violations = [],
                LeftShared = 0,
                LeftStale = 0,
                ModelTime = default,
            },
            ProvisionalProfile.Value);
        var rows = FlameDifference.Of(Of("v5-patch"), Of("6.19"));
        Assert.Equal(["userfaultfd_register", "userfaultfd_register;huge_pte_lock"], rows.Select(row => row.Stack).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.True(row is { BeforeNs: > 0, DifferenceNs: 0 }));
        var lines = FlameDifference.TextOf(rows, "v5-patch", "6.19").TrimEnd('\n').Split('\n');
        Assert.All(lines.Skip(1), line => Assert.EndsWith(" 0ns", line, StringComparison.Ordinal));
        Assert.Equal(["userfaultfd_register"], Of("6.19").Children.Select(frame => frame.Name));
    }

    [Fact]
    public void All_of_it_is_by_one_profile()
    {
        Cli.Run("report", Cli.Seed, "-o", Page).Succeeded();
        var html = File.ReadAllText(Page);
        Assert.Contains("with the costs of epyc-zen3-kvm.", html, StringComparison.Ordinal);
        Assert.Contains("--profile epyc-zen3-kvm", html, StringComparison.Ordinal);
        Assert.All(Pictures(html).Take(2), svg => Assert.Contains("epyc-zen3-kvm", svg, StringComparison.Ordinal));
        var mail = Cli.Run("compare", "--base", "v5-patch", "--head", "6.19", "--profile", "epyc-zen3-kvm", "--no-time", Cli.Seed).Succeeded();
        var time = mail.Lines.Single(line => line.StartsWith("kernel time", StringComparison.Ordinal));
        Assert.Contains(time, html, StringComparison.Ordinal);
        Cli.Run("report", Cli.Seed, "-o", Page, "--profile", "provisional").Succeeded();
        Assert.DoesNotContain("epyc-zen3-kvm", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [BrowserFact]
    public void A_browser_shows_it_with_every_picture()
    {
        Cli.Run("report", Cli.Seed, "-o", Page).Succeeded();
        // The browser counts the pictures that it could draw, and in the third the pixels that are red or blue; and tells in the page itself.
        const string Count = """
            <script>addEventListener('load', () => {
              const images = [...document.images], canvas = document.createElement('canvas'), difference = images[2];
              [canvas.width, canvas.height] = [difference.naturalWidth, difference.naturalHeight];
              const context = canvas.getContext('2d');
              context.drawImage(difference, 0, 0);
              const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
              let red = 0, blue = 0;
              for (let i = 0; i < data.length; i += 4) {
                if (data[i] - data[i + 2] > 60) red++;
                if (data[i + 2] - data[i] > 60) blue++;
              }
              document.title = `drawn ${images.filter(i => i.complete && i.naturalWidth > 0).length}, red ${red > 500}, blue ${blue > 500}`;
            })</script>
            """;
        File.WriteAllText(Page, File.ReadAllText(Page).Replace("</body>", Count + "</body>", StringComparison.Ordinal));
        var start = new ProcessStartInfo(BrowserFactAttribute.Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={_folder.Root}/profile", "--dump-dom", Page])
            start.ArgumentList.Add(word);
        using var browser = Process.Start(start)!;
        browser.ErrorDataReceived += (_, _) => { };
        browser.BeginErrorReadLine();
        var dom = browser.StandardOutput.ReadToEndAsync();
        if (!dom.Wait(BrowserMax)) browser.Kill(entireProcessTree: true);
        Assert.Contains("<title>drawn 6, red true, blue true</title>", dom.Result, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Again(string first)
    {
        Cli.Run("report", Cli.Seed, "-o", Page).Succeeded();
        return first.Length == new FileInfo(Page).Length ? File.ReadAllText(Page) : "";
    }

    private static IEnumerable<string> Pictures(string html) =>
        Data().Matches(html).Select(match => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)));

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex References();

    [GeneratedRegex("data:image/svg\\+xml;base64,([^\"]*)")]
    private static partial Regex Data();
}
