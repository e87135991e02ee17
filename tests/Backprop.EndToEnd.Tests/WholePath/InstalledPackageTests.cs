using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>Faulty backward passes go in, warnings and fixes come out, and the numbers prove the fixes.</summary>
[Collection(PackedPackage.Collection)]
public sealed class InstalledPackageTests(InstalledPackage path) : IClassFixture<InstalledPackage>
{
    private static readonly string[] WrongGradient = ["UpstreamAlone", "NeverReassigned", "RecurrentAlone", "DerivativeOfOutput"];

    [Fact]
    public void FaultyProject_Build_ReportsTheMarkedLinesAndNothingElse() =>
        Assert.Equal(Finding.Marked(Repository.PathOf("samples", "ForumThread")), path.Before.Findings);

    [Fact]
    public void FixedProject_Build_IsClean()
    {
        Assert.NotEmpty(path.Before.Findings);
        Assert.Empty(path.After.Findings);
        Assert.Contains("0 Warning(s)", path.After.Output);
    }

    [Fact]
    public void Fixes_TouchTheFaultyFilesOnly() => Assert.Equal(
        path.Before.Findings.Select(finding => finding.File).Distinct().Order(StringComparer.Ordinal),
        path.After.Sources.Where(source => source.Value != path.Before.Sources[source.Key]).Select(source => source.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Fixes_WriteWhatTheReadmeShows()
    {
        var written = path.After.Sources.SelectMany(source => Lines(source.Value).Except(Lines(path.Before.Sources[source.Key])));
        var shown = File.ReadLines(Repository.PathOf("README.md")).Where(line => line.StartsWith('+')).Select(line => line[1..]);

        Assert.Equal(shown.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RecomputedActivation_Fixed_ComputesTheSameNumbers()
    {
        Assert.Equal(0, Deviation(path.Before.Numbers["TanhRecomputed"], path.Before.Numbers["expected"]), 1e-12);
        Assert.Equal(0, Deviation(path.After.Numbers["TanhRecomputed"], path.Before.Numbers["TanhRecomputed"]), 1e-15);
        Assert.DoesNotContain("z.PointwiseTanh().Pointwise", path.After.Sources["TanhRecomputed.cs"]);
    }

    [Fact]
    public void WrongGradients_AreFarOff_AndFixed_AreThePublishedOnes() => Assert.All(WrongGradient, version =>
    {
        Assert.InRange(Deviation(path.Before.Numbers[version], path.Before.Numbers["expected"]), 0.1, 100);
        Assert.Equal(0, Deviation(path.After.Numbers[version], path.Before.Numbers["expected"]), 1e-12);
    });

    [Fact]
    public void RightVersion_IsNotTouched() => Assert.Equal(path.Before.Numbers["Right"], path.After.Numbers["Right"]);

    private static IEnumerable<string> Lines(string source) =>
        source.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(" // reports")[0]);

    // max |computed - right| / max |right|
    private static double Deviation(double[] computed, double[] right)
    {
        Assert.Equal(right.Length, computed.Length);
        return computed.Zip(right, (c, r) => Math.Abs(c - r)).Max() / right.Max(Math.Abs);
    }
}
