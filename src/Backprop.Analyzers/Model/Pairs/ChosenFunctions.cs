using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Functions that an object's code sets side by side into its members: <c>case "tanh": squash = Math.Tanh; slope = TanhSlope; break;</c>.
/// One row a block.
/// </summary>
internal static class ChosenFunctions
{
    private const int FewestMembers = 2;

    /// <summary>Before any code is looked at: does the type hold functions that could be set so?</summary>
    public static bool MayBeIn(INamedTypeSymbol type)
    {
        var held = 0;
        foreach (var member in type.GetMembers())
            if (member is IFieldSymbol { IsStatic: false, IsConst: false, Type.TypeKind: TypeKind.Delegate } && ++held == FewestMembers) return true;
        return false;
    }

    public static IEnumerable<IReadOnlyDictionary<ISymbol, IOperation>> In(IEnumerable<IOperation> code)
    {
        foreach (var operation in code)
        {
            var statements = operation switch
            {
                IBlockOperation block => block.Operations,
                ISwitchCaseOperation section => section.Body,
                _ => ImmutableArray<IOperation>.Empty,
            };
            if (Row(statements) is { Count: >= FewestMembers } row) yield return row;
        }
    }

    private static Dictionary<ISymbol, IOperation>? Row(ImmutableArray<IOperation> statements)
    {
        Dictionary<ISymbol, IOperation>? row = null;
        foreach (var statement in statements)
            if (statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target.Type.TypeKind: TypeKind.Delegate } set }
                && HeldCreations.MemberOf(set.Target) is { } member and not IParameterSymbol && set.Value.WrittenFunction() is { } function)
                (row ??= new(SymbolEqualityComparer.Default))[member] = function;
        return row;
    }
}
