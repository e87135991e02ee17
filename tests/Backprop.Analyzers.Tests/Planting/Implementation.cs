using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>One correct implementation: its syntax without the comment markers, and where each marker stood.</summary>
internal sealed class Implementation
{
    private const string NotApplicable = "na:";

    private Implementation(string name, string source)
    {
        Name = name;
        var marked = Sources.Parse(source).GetRoot();
        var marks = Marks(marked);
        var tokens = marks.ToLookup(pair => pair.Token, pair => pair.Mark);
        var annotated = marked.ReplaceTokens(
            tokens.Select(group => group.Key),
            (token, _) => token.WithAdditionalAnnotations(tokens[token].Select(mark => mark.Annotation)));
        Root = WithoutMarks(annotated);
        Plants = [.. marks.Select(pair => pair.Mark).Where(mark => Fault.All.Any(fault => fault.Marker == mark.Name))
            .GroupBy(mark => (mark.Name, mark.Group))
            .Select((edits, ordinal) =>
                new Plant(this, Fault.All.Single(fault => fault.Marker == edits.Key.Name), ordinal, [.. edits]))];
        Loops = [.. marks.Select(pair => pair.Mark).Where(mark => mark.Name == "loop")];
        Inapplicable = marks.Select(pair => pair.Mark.Name).Where(text => text.StartsWith(NotApplicable, StringComparison.Ordinal))
            .Select(text => text[NotApplicable.Length..].Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public static IReadOnlyList<Implementation> All { get; } = [.. Names().Select(Load)];

    public string Name { get; }

    public SyntaxNode Root { get; }

    public IReadOnlyList<Plant> Plants { get; }

    /// <summary>The backward time loops, or the members that walk the time back without a loop.</summary>
    public IReadOnlyList<Mark> Loops { get; }

    /// <summary>Faults that cannot be made here, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Inapplicable { get; }

    public override string ToString() => Name;

    private static IEnumerable<string> Names() =>
        typeof(Implementation).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Planting/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static Implementation Load(string resource)
    {
        using var stream = typeof(Implementation).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"no resource {resource}");
        using var reader = new StreamReader(stream);
        return new Implementation(resource["Planting/".Length..], reader.ReadToEnd());
    }

    private static IReadOnlyList<(Mark Mark, SyntaxToken Token)> Marks(SyntaxNode root) =>
        [.. root.DescendantTrivia().Where(Mark.Is).Select((trivia, ordinal) => (Mark.Read(trivia, ordinal), Following(trivia)))];

    // A comment on its token's own line leads that token, any other trails the token before.
    private static SyntaxToken Following(SyntaxTrivia trivia) =>
        trivia.Token.LeadingTrivia.Contains(trivia) ? trivia.Token : trivia.Token.GetNextToken();

    private static SyntaxNode WithoutMarks(SyntaxNode root) => root.ReplaceTrivia(
        root.DescendantTrivia().Where(Mark.Is), (_, _) => SyntaxFactory.ElasticMarker);
}
