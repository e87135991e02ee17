using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backprop.EndToEnd.Tests.Tools;

/// <summary>A rule's id at a line of a file: what a marker asks for, and what a build reports.</summary>
internal sealed partial record Finding(string File, int Line, string Id) : IComparable<Finding>
{
    /// <summary>What the markers in a folder's sources ask for: <c>// reports BP1001</c>.</summary>
    public static Finding[] Marked(string folder) =>
        Ordered(Directory.EnumerateFiles(folder, "*.cs").SelectMany(path => System.IO.File.ReadLines(path).SelectMany((text, index) =>
            Marker().Match(text).Groups[1].Captures.Select(id => new Finding(Path.GetFileName(path), index + 1, id.Value)))));

    /// <summary>All warnings, of whatever id, that a build printed: <c>/path/File.cs(12,5): warning BP1001: ...</c>.</summary>
    public static Finding[] Printed(string output) =>
        Ordered(Warning().Matches(output).Select(match => new Finding(
            Path.GetFileName(match.Groups["file"].Value), match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value) : 0,
            match.Groups["id"].Value)));

    /// <summary>The results of a SARIF 2.1 log, of whatever id and severity, that nothing suppresses.</summary>
    public static Finding[] Logged(string path)
    {
        using var log = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return Ordered(log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(result => !result.TryGetProperty("suppressions", out _)).Select(FromResult));
    }

    public override string ToString() => $"{File}({Line}): {Id}";

    public int CompareTo(Finding? other) =>
        (File, Line, Id).CompareTo((other?.File ?? "", other?.Line ?? 0, other?.Id ?? ""));

    private static Finding FromResult(JsonElement result)
    {
        var id = result.GetProperty("ruleId").GetString() ?? "";
        // An analyzer that could not be loaded, or that crashed, has no place in the sources.
        if (!result.TryGetProperty("locations", out var locations)) return new Finding("", 0, id);
        var location = locations[0].GetProperty("physicalLocation");
        return new Finding(
            Path.GetFileName(new Uri(location.GetProperty("artifactLocation").GetProperty("uri").GetString() ?? "").LocalPath),
            location.GetProperty("region").GetProperty("startLine").GetInt32(),
            id);
    }

    private static Finding[] Ordered(IEnumerable<Finding> findings) => [.. findings.Distinct().Order()];

    [GeneratedRegex(@"// reports (?:(BP\d{4})(?:, )?)+\s*$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*(?<file>[^(\r\n]+?)\s*(\((?<line>\d+)[^)]*\)\s*)?: warning (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
