using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    /// <summary>The place that an expression names, or null where it is none.</summary>
    private Place? PlaceOf(IOperation target)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                return new Variable(local.Local, local.Type);
            case IParameterReferenceOperation parameter:
                return new Variable(parameter.Parameter, parameter.Type);
            case IFieldReferenceOperation field:
                return new Member(field.Instance is { } owner ? Evaluate(owner) : null, TupleItems.Plain(field.Field), field.Type);
            case IArrayElementReferenceOperation element:
                return new Element(Evaluate(element.ArrayReference), element.Indices.Select(index => Shifted.Of(Evaluate(index))).ToImmutableArray(), element.Type);
            case IPropertyReferenceOperation { Instance: { } receiver, Property.IsIndexer: true } indexer:
                var indices = indexer.Arguments.Select(argument => Shifted.Of(Evaluate(argument.Value))).ToImmutableArray();
                return new Element(Evaluate(receiver), indices, indexer.Type);
            // list[^1]
            case IImplicitIndexerReferenceOperation { Argument.Type.Name: "Index" } indexer:
                return new Element(Evaluate(indexer.Instance), ImmutableArray.Create(Evaluate(indexer.Argument)), indexer.Type);
            case IPropertyReferenceOperation property:
                return new Member(property.Instance is { } of ? Evaluate(of) : null, property.Property, property.Type);
            case IParenthesizedOperation inner:
                return PlaceOf(inner.Operand);
            case IDeclarationExpressionOperation declaration:
                return PlaceOf(declaration.Expression);
            default:
                return null;
        }
    }

    // A look at a value without its side effects: where writes ahead are collected, nothing has run yet.
    private Term Peek(IOperation operation)
    {
        var (wasState, wasQuiet, wasReachable) = (state, quiet, frame.Reachable);
        quiet = true;
        var term = Evaluate(operation);
        (state, quiet, frame.Reachable) = (wasState, wasQuiet, wasReachable);
        return term;
    }

    private Term Assign(ISimpleAssignmentOperation assignment)
    {
        var place = PlaceOf(assignment.Target);
        Term value;
        if (assignment.Value is IObjectOrCollectionInitializerOperation nested && place is not null)
        {
            value = state.Read(place);
            Initialise(value, nested);
            return value;
        }

        value = Evaluate(assignment.Value);
        if (place is not null) Write(place, value);
        return value;
    }

    private Term AssignCompound(ICompoundAssignmentOperation compound)
    {
        var place = PlaceOf(compound.Target);
        var old = place is null ? Unknown(compound) : place is Variable ? Peek(compound.Target) : state.Read(place);
        var value = new Computation(
            compound,
            ImmutableArray.Create(compound.Target, compound.Value),
            ImmutableArray.Create(Contents(old), Contents(Evaluate(compound.Value))));
        if (place is not null) Write(place, value);
        return value;
    }

    private Term Step(IIncrementOrDecrementOperation step)
    {
        var place = PlaceOf(step.Target);
        var old = place is null ? Unknown(step) : place is Variable ? Peek(step.Target) : state.Read(place);
        var stepped = new Computation(step, ImmutableArray.Create(step.Target), ImmutableArray.Create(old));
        if (place is not null) Write(place, stepped);
        return step.IsPostfix ? old : stepped;
    }

    // var (a, aPrev, x) = cache;
    private Term Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Evaluate(deconstruction.Value);
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : deconstruction.Target;
        if (target is not ITupleOperation names) return value;
        var items = Components.Of(deconstruction.Value.Type, value, names.Elements.Length);
        for (var i = 0; i < names.Elements.Length; i++)
        {
            var component = items is not { } known ? Unknown(names.Elements[i])
                : known[i] is Place place ? state.Read(place) : known[i];
            if (PlaceOf(names.Elements[i]) is { } destination) Write(destination, component);
        }

        return value;
    }

    private void Write(Place place, Term value)
    {
        if (place is Element element) MutateMade(element);
        state = state.Write(place, value, Fresh());
    }

    // var a = Squash(z); a[i] *= 0.5; and the same of a row of it, or where it lies among others: what the call returned is not in a any more.
    private void MutateMade(Term written, int depth = 0)
    {
        for (; written is Element element; depth++) written = element.Receiver;
        if (written is Computation or Snapshot { Container: Computation }) Mutate(written);
        else if (depth > 1) MutateHeld(place => place is Element held && held.Receiver.Equals(written));
    }

    private void MutateHeld(Func<Place, bool> isIn)
    {
        foreach (var held in state.Contents.Where(entry => entry.Value is Computation { Type.IsReferenceType: true } && isIn(entry.Key)).Select(entry => entry.Value).ToArray()) Mutate(held);
    }

    /// <summary>The object's contents are no longer what they were; who holds it holds something else now.</summary>
    private void Mutate(Term container)
    {
        if (container is Snapshot snapshot) container = snapshot.Container;
        if (ViewedBy(container) is { } viewed) Mutate(viewed);
        if (container is Computation computed)
            state = state.Replace(container, holder => new Origin(new Identity(computed.Operation, Fresh()), holder.Type));
        if (Region.Of(Element.AnyOf(container)) is { } region) state = state.Forget(region, Fresh());
    }

    // a.narrow(0, 1, n).zero_(), a[0].zero_(): a part of a tensor is the tensor's own memory.
    private static Term? ViewedBy(Term container) => container switch
    {
        Computation { Operation: var shown, Parts: [var of, ..] } when TensorViews.Of(shown) is not null => of,
        Element { Receiver: var tensor } when TensorViews.IsTensor(tensor.Type) => tensor,
        _ => null,
    };
}
