using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Functions that a type hands over side by side, again and again, to the same constructor, initialiser or tuple:
/// <c>new Squash(x => Math.Tanh(x), y => 1 - y * y)</c>, or at one index of several <see cref="FunctionTables"/>. Two of the places belong together as a function and its derivative
/// where they are that in at least one of the objects that are made. So do two members that <see cref="ChosenFunctions"/> are set into.
/// </summary>
internal sealed class CreationTable(PairRuns runs)
{
    private const int MostRows = 24;
    private const int MostFunctions = 4;

    private static readonly WordSet Making = new(["new"]);

    public IEnumerable<WrongCase> WrongIn(TypeModel type)
    {
        if (!type.Bodies.Any(body => type.Compilation.Gate.MayActivate(body) || FunctionTables.IsOne(body))) yield break;
        var rows = type.Bodies.Where(body => MayMake(body, type.Compilation.Gate)).SelectMany(RowsIn).Concat(FunctionTables.RowsIn(type.Bodies)).Concat(Chosen(type)).Take(MostRows).ToArray();
        if (rows.Length < 2) yield break;
        foreach (var table in rows.GroupBy(row => row.Made, SymbolEqualityComparer.Default).Where(table => table.Count() > 1))
            foreach (var wrong in WrongIn(table.ToArray(), type.Cancellation)) yield return wrong;
    }

    // By the text: something is made, or a function is written down.
    private static bool MayMake(MemberBody body, Gate gate)
    {
        foreach (var block in body.Blocks)
        {
            var text = TreeWords.Of(block.Syntax.SyntaxTree);
            var inside = block.Syntax is ArrowExpressionClauseSyntax arrow ? arrow.Expression.Span : block.Syntax.Span;
            if (text.HasTwice("=>", inside) || text.Mention(Making, inside) && gate.MayActivate(block.Syntax)) return true;
        }

        return false;
    }

    // By the member whose name comes first: what sets other members is another table.
    private static IEnumerable<CreationRow> Chosen(TypeModel type) => !ChosenFunctions.MayBeIn(type.Type) ? []
        : type.Bodies.Where(body => !body.HasErrors).SelectMany(body => ChosenFunctions.In(body.Operations))
            .Select(row => new CreationRow(row.Keys.OrderBy(member => member.Name, StringComparer.Ordinal).First(), row.ToDictionary(one => one.Key.Name, one => one.Value)));

    private static IEnumerable<CreationRow> RowsIn(MemberBody body)
    {
        foreach (var operation in body.Operations.Of(OperationKind.ObjectCreation, OperationKind.Tuple))
            if (CreationRow.Of(operation) is { } row && !body.HasErrors) yield return row;
    }

    private IEnumerable<WrongCase> WrongIn(CreationRow[] table, CancellationToken cancellation)
    {
        var places = table[0].Functions.Keys.Where(place => table.All(row => row.Functions.ContainsKey(place))).Take(MostFunctions).ToArray();
        foreach (var slope in places)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = places.Where(place => place != slope).Select(place => Compare(table, place, slope)).OrderByDescending(found => found.Fits).FirstOrDefault();
            foreach (var wrong in best.Wrong ?? []) yield return wrong;
        }
    }

    private (int Fits, WrongCase[] Wrong) Compare(CreationRow[] table, string function, string slope)
    {
        var rows = table.Select(row => (Row: row, Pair: new PairRow(
            runs.FunctionOf(row.Functions[function]) is { } f ? PairRuns.Run(f) : null, runs.FunctionOf(row.Functions[slope])))).ToArray();
        if (PairLayout.Of(rows.Select(row => row.Pair).ToArray()) is not { } layout) return default;
        if (!rows.Any(row => row.Pair.IsOfNetworks && row.Pair.Fits.Length > 0)) return default;
        var judged = rows.Select(row => (row.Row, Judged: row.Pair.Judge(layout.Roles, layout.IsFromOutput))).ToArray();
        return (judged.Count(row => PairSearch.IsFit(row.Judged.Meaning)), judged
            .Where(row => row.Judged.Meaning.Verdict == PairVerdict.Neither)
            .Select(row => new WrongCase(Text(row.Row.Functions[function]), Text(row.Row.Functions[slope]), row.Judged.Meaning, layout.IsFromOutput,
                SelectorCases.Result(row.Row.Functions[slope].Syntax), null)).ToArray());
    }

    private static string Text(IOperation function) => function.Syntax.ToString();
}
