using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Meaning;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A collection of the backward method with the gradient of each step (<c>lambda[t]</c>): what a step sends back belongs into the
/// slot of the step before. Proved where all that is sent back is a multiple of what lies in the step's own slot, nothing sets
/// another slot, and the loop goes down by one.
/// </summary>
internal sealed class UpstreamSlot(BackwardLoop loop, Place slot, ILocalSymbol collection, ILocalSymbol counter)
{
    private readonly int before = ((LinearIndex)slot.Key.Data).Offset - 1;

    /// <summary>The slot of the step before: `lambda[t - 1]`.</summary>
    private string Previous => $"{collection.Name}[{counter.Name}{(before == 0 ? "" : before > 0 ? $" + {before}" : $" - {-before}")}]";

    /// <summary>The slot's variable and type, as a cell that the loop carries its gradient in.</summary>
    public CarryCell? Cell => slot.Type is { } type ? new CarryCell(collection, type, loop.Transfer.Loop, loop) : null;

    public static UpstreamSlot? Of(BackwardLoop loop, Terms sent)
    {
        var gradients = loop.RecurrentIn(sent).Select(found => found.Gradient).ToList();
        if (gradients.Count != sent.Count) return null;
        foreach (var atom in sent.Atoms.Atoms())
        {
            if (loop.Transfer.Atoms.PlaceOf(atom) is not { Key.Data: LinearIndex index } slot || loop.Transfer.StepOf(slot) != slot || !IsMultiple(loop, gradients, slot, atom)) continue;
            if (index.Unit is not null || index.Parts.ToList() is not [{ Factor: 1, Place.Key.Data: ILocalSymbol counter }] || loop.Transfer.Stride(index) != -1) continue;
            if (CollectionOf(loop, slot) is { } collection && OnlyAdds(loop, slot)) return new UpstreamSlot(loop, slot, collection, counter);
        }

        return null;
    }

    /// <summary>`if (t > 0) lambda[t - 1] += past;`</summary>
    public string? Carrying(string name)
    {
        var adds = Shapes.IsScalar(slot.Type) || HasSum(slot.Type);
        if (!adds && !loop.Transfer.AtStart(slot).IsZero) return null;
        var guard = Least + before >= 0 ? "" : $"if ({counter.Name} > {-before - 1}) ";
        return $"{guard}{Previous} {(adds ? "+=" : "=")} {name};";
    }

    /// <summary>The statement of the loop's body behind which that belongs: the last that writes the variable, as long as the counter stands.</summary>
    public SyntaxNode? Behind(string name)
    {
        if (loop.Transfer.Loop is not ILoopOperation { Body: IBlockOperation body }) return null;
        var last = body.Operations.LastOrDefault(statement => Sets(statement, symbol => symbol.Name == name));
        return last is null || body.Operations.TakeWhile(statement => !ReferenceEquals(statement, last)).Append(last).Any(statement => Sets(statement, Same)) ? null : last.Syntax;
    }

    /// <summary>`lambda[t - 1].Add(past);`: a sum that nobody keeps, and the slot that it belongs into.</summary>
    public (SyntaxNode Call, string Target)? Dropped()
    {
        foreach (var result in loop.Transfer.Log.Results)
        {
            if (result.Call is not { Parent: IExpressionStatementOperation, Instance: { } receiver } || !SymbolEqualityComparer.Default.Equals(receiver.Type, result.Call.Type)) continue;
            if (ElementOf(receiver) is not var (local, at) || !SymbolEqualityComparer.Default.Equals(local, collection) || at != before) continue;
            if (loop.RecurrentIn(loop.Transfer.Content(result.Value)).Any()) return (result.Call.Syntax, receiver.Syntax.ToString());
        }

        return null;
    }

    // delta = (what the slot holds) * (...)
    private static bool IsMultiple(BackwardLoop loop, List<Term> gradients, Place slot, int atom)
    {
        var rests = gradients.Where(term => term.Contains(atom)).Select(term => term.Without(Term.Of(atom))).ToList();
        var held = loop.Transfer.Writes.Where(place => place.IsWithin(slot)).Aggregate(Terms.Of(atom), (all, place) => all.Plus(loop.Transfer.AtEnd(place)));
        return gradients.All(term => term.Contains(atom) || rests.Any(rest => held.All.Any(part => part.Times(rest) == term)));
    }

    private static ILocalSymbol? CollectionOf(BackwardLoop loop, Place slot)
    {
        if (Identity.Of(slot, loop.Transfer) is { } identity && loop.Forward.Stored.Contains(identity)) return null;
        var holder = slot.Parent is { Key.Kind: KeyKind.Fresh } made ? loop.Transfer.HolderOf(made) : slot.Parent;
        return holder is { Key: { Kind: KeyKind.Root, Data: ILocalSymbol local } } ? local : null;
    }

    private static bool OnlyAdds(BackwardLoop loop, Place slot) => loop.Transfer.Log.Stores.All(store => slot.Parent is null || !store.Place.IsWithin(slot.Parent)
        || store.Place.IsWithin(slot) && store.Accumulates);

    private static bool HasSum(ITypeSymbol? type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            if (level.GetMembers("op_Addition").Length > 0) return true;
        return false;
    }

    // `t >= 1`, `t > 0`
    private int Least => (loop.Transfer.Loop switch { IForLoopOperation counted => counted.Condition, IWhileLoopOperation { ConditionIsTop: true } other => other.Condition, _ => null }) is IBinaryOperation
        { LeftOperand: ILocalReferenceOperation { Local: var tested }, RightOperand.ConstantValue: { HasValue: true, Value: int bound } } test && Same(tested)
        ? test.OperatorKind switch { BinaryOperatorKind.GreaterThanOrEqual => bound, BinaryOperatorKind.GreaterThan => bound + 1, _ => int.MinValue / 2 } : int.MinValue / 2;

    private bool Same(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, counter);

    private static bool Sets(IOperation statement, Func<ISymbol, bool> which) => statement.DescendantsAndSelf().Any(operation => operation switch
    {
        IVariableDeclaratorOperation declarator => which(declarator.Symbol),
        IAssignmentOperation assignment => Holder(assignment.Target) is { } target && which(target),
        IIncrementOrDecrementOperation step => Holder(step.Target) is { } target && which(target),
        IArgumentOperation { Parameter.RefKind: not RefKind.None } handed => Holder(handed.Value) is { } target && which(target),
        _ => false,
    });

    private static ISymbol? Holder(IOperation target) => target is IArrayElementReferenceOperation element ? Holder(element.ArrayReference) : target.Named();

    // lambda[t - 1]
    private (ILocalSymbol Collection, int At)? ElementOf(IOperation operation)
    {
        var (owner, index) = operation switch
        {
            IArrayElementReferenceOperation { Indices: [var only] } element => (element.ArrayReference, only),
            IPropertyReferenceOperation { Instance: { } instance, Arguments: [var only] } indexer when indexer.Property.SetMethod is not null => (instance, only.Value),
            _ => (null, null),
        };
        return owner is ILocalReferenceOperation { Local: var local } && index is not null && Offset(index) is { } at ? (local, at) : null;
    }

    private int? Offset(IOperation index) => index switch
    {
        ILocalReferenceOperation { Local: var local } when Same(local) => 0,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract or BinaryOperatorKind.Add, LeftOperand: ILocalReferenceOperation { Local: var local }, RightOperand.ConstantValue: { HasValue: true, Value: int by } } sum
            when Same(local) => sum.OperatorKind == BinaryOperatorKind.Add ? by : -by,
        _ => null,
    };
}
