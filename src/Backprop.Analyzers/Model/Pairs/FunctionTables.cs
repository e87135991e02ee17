using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Tables of functions that are declared side by side, <c>Func&lt;double, double&gt;[] maps = { Tanh, Soft }, slopes = { ... }</c>, or
/// dictionaries of the same keys: what stands at one index or key in all of them is one row. Which of the tables are functions
/// and derivatives is for <see cref="CreationTable"/> to tell by running them; tables of which another size or key is known are
/// no rows.
/// </summary>
internal static class FunctionTables
{
    private const int MostTables = 4;
    private const int MostEntries = 24;

    /// <summary>True for a field or property that may hold such a table: asked before its operations are listed.</summary>
    public static bool IsOne(MemberBody body) => body.Blocks.Length == 1 && FunctionOf(body.Member) is not null;

    public static IEnumerable<CreationRow> RowsIn(IEnumerable<MemberBody> bodies)
    {
        foreach (var tables in bodies.Where(IsOne).GroupBy(body => FunctionOf(body.Member), SymbolEqualityComparer.Default))
        {
            if (tables.Take(2).Count() < 2) continue;
            var filled = tables.Take(MostTables).Select(body => (body.Member, Entries: EntriesOf(body))).Where(table => table.Entries.Count > 1).ToArray();
            if (filled.Length < 2 || !Array.TrueForAll(filled, table => table.Entries.Keys.All(filled[0].Entries.ContainsKey) && table.Entries.Count == filled[0].Entries.Count)) continue;
            foreach (var key in filled[0].Entries.Keys)
                if (filled.Select(table => (table.Member.Name, Function: table.Entries[key])).Where(entry => entry.Function is not null).ToDictionary(entry => entry.Name, entry => entry.Function!) is { Count: > 1 } row)
                    yield return new CreationRow(filled[0].Member, row);
        }
    }

    // double -> double of Func<double, double>[] and of Dictionary<Kind, Func<double, double>>
    private static ITypeSymbol? FunctionOf(ISymbol member)
    {
        var type = member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;
        var held = type is IArrayTypeSymbol { Rank: 1 } array ? array.ElementType
            : type is INamedTypeSymbol { TypeArguments: [.., var last] } ? last : null;
        return held is { TypeKind: TypeKind.Delegate } ? held : null;
    }

    // With null for what is no function that is written down: an entry without one is an entry.
    private static Dictionary<object, IOperation?> EntriesOf(MemberBody body)
    {
        var entries = new Dictionary<object, IOperation?>();
        if (body.HasErrors) return entries;
        var known = true;
        foreach (var operation in body.Operations)
            switch (operation)
            {
                case IArrayInitializerOperation array when entries.Count == 0:
                    for (var i = 0; i < array.ElementValues.Length; i++) entries[i] = array.ElementValues[i].WrittenFunction();
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var key] }, Value: var value }:
                    known &= Add(key.Value, value);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add", IsImplicit: true, Arguments: [var key, var value] }:
                    known &= Add(key.Value, value.Value);
                    break;
            }

        if (!known || entries.Count > MostEntries) entries.Clear();
        return entries;

        bool Add(IOperation key, IOperation value)
        {
            if (key.ConstantValue is not { HasValue: true, Value: { } constant } || entries.ContainsKey(constant)) return false;
            entries[constant] = value.WrittenFunction();
            return true;
        }
    }
}
