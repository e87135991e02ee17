using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>Any element of a list, and one of the calls whose results it holds.</summary>
internal sealed record FilledList(Element Element, Computation Output);

/// <summary>
/// Lists of an object that a member fills with results of a function and nothing else: <c>outputs.Add(f(z))</c>, or
/// <c>outputs.Add(z)</c> with <c>outputs[^1] = f(outputs[^1])</c> behind it. Proved: whatever the member puts into the list is
/// such a result when its block ends.
/// </summary>
internal static class FilledLists
{
    private const int Highest = 6;

    public static IEnumerable<FilledList> In(IOperation body, MemberValues values, Func<IOperation, bool> isCall)
    {
        var additions = body.Descendants().OfType<IInvocationOperation>().Where(IsAddition).ToArray();
        foreach (var list in additions.GroupBy(addition => MemberOf(addition.Instance), SymbolEqualityComparer.Default))
        {
            if (list.Key is null || !list.All(addition => IsOutput(addition.Arguments[0].Value) || IsReplaced(addition, list.Key, IsOutput))) continue;
            if (!OnlyOutputsElsewhere(body, list.Key, IsOutput)) continue;
            if (Output(body, list.Key, values, isCall) is { } output && ElementOf(list.First(), list.Key, body) is { } element)
                yield return new FilledList(element, output);
        }

        bool IsOutput(IOperation value) => values.Terms.TryGetValue(value, out var term) && term is Computation made && isCall(made.Operation);
    }

    /// <summary>list.Add(value) of the library's lists.</summary>
    public static bool IsAddition(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Add", ContainingType: { Name: "List" or "IList" or "ICollection" } type }, Arguments.Length: 1, Instance: not null }
        && type.ContainingNamespace.ToDisplayString() == "System.Collections.Generic";

    /// <summary>The list of the object itself, or of its type.</summary>
    public static ISymbol? MemberOf(IOperation? list) => list switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false, Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    /// <summary>The last element is set to an output further down in the block, or in one around it, on every way.</summary>
    private static bool IsReplaced(IOperation addition, ISymbol list, Func<IOperation, bool> isOutput)
    {
        var (current, height) = (addition, 0);
        for (; current.Parent is { } parent and not (ILoopOperation or IAnonymousFunctionOperation) && height < Highest; current = parent, height++)
            if (parent is IBlockOperation block)
            {
                var behind = block.Operations.SkipWhile(statement => statement != current).Skip(1).ToArray();
                var at = Array.FindIndex(behind, statement => statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation set }
                    && IsLast(set.Target, list) && isOutput(set.Value));
                var before = behind.Take(at < 0 ? behind.Length : at).ToArray();
                var leaves = before.Prepend(current).Any(Leaves) || before.Any(statement => AddsTo(statement, list));
                if (leaves) return false;
                if (at >= 0) return true;
            }

        return false;
    }

    private static bool Leaves(IOperation statement) => statement.DescendantsAndSelf().Any(part => part is IReturnOperation or IBranchOperation);

    private static bool AddsTo(IOperation statement, ISymbol list) =>
        statement.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => IsAddition(call) && IsOf(call.Instance, list));

    // list[^1], list[list.Count - 1]
    private static bool IsLast(IOperation target, ISymbol list) => target switch
    {
        IImplicitIndexerReferenceOperation { Argument: IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: 1 } } } fromEnd => IsOf(fromEnd.Instance, list),
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } index }] } element =>
            IsOf(element.Instance, list) && index.RightOperand.ConstantValue is { HasValue: true, Value: 1 }
            && index.LeftOperand is IPropertyReferenceOperation { Property.Name: "Count" } count && IsOf(count.Instance, list),
        _ => false,
    };

    /// <summary>What else the member does with the list: it is emptied, made anew, read, or an element set to an output.</summary>
    private static bool OnlyOutputsElsewhere(IOperation body, ISymbol list, Func<IOperation, bool> isOutput)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: not ("Add" or "Clear" or "RemoveAt" or "RemoveRange" or "Reverse") } call && IsOf(call.Instance, list)
                && call.TargetMethod.ReturnsVoid) return false;
            if (operation is IArgumentOperation argument && IsOf(argument.Value, list)) return false; // in other hands
            foreach (var target in WriteTargets.Of(operation))
                if (IsOf(target, list) ? operation is not ISimpleAssignmentOperation { Value: IObjectCreationOperation { Initializer: null, Arguments.IsEmpty: true } }
                    : IsOf(ListUnder(target), list) && !(operation is ISimpleAssignmentOperation set && isOutput(set.Value))) return false;
        }

        return true;
    }

    private static IOperation? ListUnder(IOperation element) => element switch
    {
        IImplicitIndexerReferenceOperation fromEnd => fromEnd.Instance,
        IPropertyReferenceOperation { Property.IsIndexer: true } indexed => indexed.Instance,
        _ => null,
    };

    private static bool IsOf(IOperation? operation, ISymbol list) => SymbolEqualityComparer.Default.Equals(MemberOf(operation), list);

    private static Computation? Output(IOperation body, ISymbol list, MemberValues values, Func<IOperation, bool> isCall) => body.Descendants()
        .Select(operation => operation switch
        {
            IInvocationOperation call when IsAddition(call) && IsOf(call.Instance, list) => call.Arguments[0].Value,
            ISimpleAssignmentOperation set when IsOf(ListUnder(set.Target), list) => set.Value,
            _ => null,
        })
        .Select(value => value is not null && values.Terms.TryGetValue(value, out var term) ? term as Computation : null)
        .FirstOrDefault(made => made is not null && isCall(made.Operation));

    private static Element? ElementOf(IInvocationOperation addition, ISymbol list, IOperation body) => addition.Instance is { Type: INamedTypeSymbol { TypeArguments: [_] } }
        ? ElementOf(addition, list, new Bound(-1, body.SemanticModel?.Compilation.GetSpecialType(SpecialType.System_Int32)))
        : null;

    /// <summary>The element at an index of the list that something is added to.</summary>
    public static Element ElementOf(IInvocationOperation addition, ISymbol list, Term index)
    {
        var owner = addition.Instance is IMemberReferenceOperation { Instance: { } self } ? new Origin("this", self.Type) : null;
        return new Element(new Member(owner, list, addition.Instance?.Type), ImmutableArray.Create(index), addition.TargetMethod.Parameters[0].Type);
    }
}
