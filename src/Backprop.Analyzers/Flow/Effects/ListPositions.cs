using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// Where in a list what is added comes to lie: <c>var g = new List&lt;Matrix&gt;(); g.Add(dx); g.Add(daPrev); return g;</c>. Known of
/// a local that is made empty and to which nothing but such calls, one after the other in one block, is done.
/// </summary>
internal sealed class ListPositions
{
    private readonly Dictionary<ILocalSymbol, ImmutableArray<IOperation>> additions = new(SymbolEqualityComparer.Default);

    /// <summary>The position that a call gives to what it adds, or null.</summary>
    public int? Of(IInvocationOperation add)
    {
        if (add is not { Instance: ILocalReferenceOperation { Local: var list }, Parent: IExpressionStatementOperation { Parent: IBlockOperation block } }) return null;
        if (!additions.TryGetValue(list, out var calls)) additions[list] = calls = AdditionsTo(list, block);
        return calls.IndexOf(add) is >= 0 and var at ? at : null;
    }

    private static ImmutableArray<IOperation> AdditionsTo(ILocalSymbol list, IBlockOperation block)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        if (!block.Operations.Any(statement => MakesEmpty(statement, list))) return ImmutableArray<IOperation>.Empty;
        foreach (var use in block.Descendants())
        {
            if (use is not ILocalReferenceOperation { Local: var used } || !SymbolEqualityComparer.Default.Equals(used, list)) continue;
            if (use.Parent is IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 } call && ReferenceEquals(call.Instance, use) && call.Parent?.Parent == block) found.Add(call);
            else if (!LeavesAsIs(use)) return ImmutableArray<IOperation>.Empty;
        }

        return found.ToImmutable();
    }

    private static bool MakesEmpty(IOperation statement, ILocalSymbol list) => statement is IVariableDeclarationGroupOperation group && group.Declarations
        .SelectMany(declaration => declaration.Declarators).Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, list)
            && declarator.GetVariableInitializer()?.Value is IObjectCreationOperation { Initializer: null } creation
            && creation.Arguments.All(size => Shapes.IsInteger(size.Parameter?.Type)));

    // return g; g[0]; g.Count
    private static bool LeavesAsIs(IOperation use) => use.Parent is IReturnOperation
        || use.Parent is IPropertyReferenceOperation read && !(read.Parent is IAssignmentOperation assignment && ReferenceEquals(assignment.Target, read));
}
