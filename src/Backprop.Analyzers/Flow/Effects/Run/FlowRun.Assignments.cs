using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Everything that writes through an assignment.</summary>
internal sealed partial class FlowRun
{
    private FlowValue Assign(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { IsRef: true } simple => Store(simple, simple.Target, Evaluate(simple.Value)),
        ISimpleAssignmentOperation simple => Store(simple, simple.Target, Evaluate(simple.Value)),
        ICompoundAssignmentOperation compound => Compound(compound),
        IIncrementOrDecrementOperation step => Increment(step),
        ICoalesceAssignmentOperation coalesce => StoreMaybe(coalesce),
        IDeconstructionAssignmentOperation parts => Deconstruct(parts),
        _ => FlowValue.Zero,
    };

    private FlowValue StoreMaybe(ICoalesceAssignmentOperation coalesce)
    {
        var value = Evaluate(coalesce.Target).Join(Evaluate(coalesce.Value), Atoms);
        return Store(coalesce, coalesce.Target, value);
    }

    private FlowValue Compound(ICompoundAssignmentOperation compound)
    {
        var before = Evaluate(compound.Target);
        var change = Evaluate(compound.Value);
        if (Shapes.IsInteger(compound.Type))
            return Store(compound, compound.Target, FlowValue.Integer(Integer(compound.OperatorKind, before.Index, change.Index)));
        var (old, delta) = (Content(before), Content(change));
        if (IsSum(compound.OperatorKind)) NoteZero(compound.Value, delta, old);
        var value = NewNumbers(compound, Combine(compound.OperatorKind, old, delta));
        return Store(compound, compound.Target, value, IsSum(compound.OperatorKind));
    }

    private FlowValue Increment(IIncrementOrDecrementOperation step)
    {
        var before = Evaluate(step.Target);
        var sign = step.Kind == OperationKind.Increment ? 1 : -1;
        var after = Shapes.IsInteger(step.Type)
            ? FlowValue.Integer(before.Index?.Plus(LinearIndex.Constant(1), sign))
            : before with { Terms = Atoms.Sum(before.Terms, Terms.One) };
        Store(step, step.Target, after);
        return step.IsPostfix ? before : after;
    }

    private FlowValue Deconstruct(IDeconstructionAssignmentOperation parts)
    {
        var value = Evaluate(parts.Value);
        Deconstruct(parts, parts.Target, value, parts.Value);
        return value;
    }

    private void Deconstruct(IOperation site, IOperation target, FlowValue value, IOperation? source)
    {
        target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
        if (target is not ITupleOperation tuple)
        {
            Store(site, target, value);
            return;
        }

        for (var i = 0; i < tuple.Elements.Length; i++)
            Deconstruct(site, tuple.Elements[i], Part(value, source?.Type, i, tuple.Elements.Length, tuple.Elements[i].Type), null);
    }

    // A tuple's item, or what the record's Deconstruct hands out, which is the property of the parameter's name.
    private FlowValue Part(FlowValue value, ITypeSymbol? type, int index, int count, ITypeSymbol? partType)
    {
        var deconstruct = type is null or { IsTupleType: true } ? null : type.GetMembers("Deconstruct").OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.Parameters.Length == count);
        if (deconstruct is null) return Read(value, Key.Constant("Item" + (index + 1)), partType);
        var property = type?.GetMembers(deconstruct.Parameters[index].Name).FirstOrDefault();
        return property is null ? value : Read(value, MemberKey(property), partType);
    }

    private FlowValue Store(IOperation operation, IOperation target, FlowValue value, bool accumulates = false)
    {
        target = target.Unconverted();
        if (target is IDeclarationExpressionOperation declaration) target = declaration.Expression;
        switch (target)
        {
            case ILocalReferenceOperation local: Set(operation, Root(local.Local, local.Type), value, accumulates, true); break;
            case IParameterReferenceOperation parameter: Set(operation, ParameterPlace(parameter.Parameter), value, accumulates, true); break;
            case IFieldReferenceOperation field: StoreMember(operation, field.Instance, field.Field, field.Type, value, accumulates); break;
            case IPropertyReferenceOperation { Property.IsIndexer: false } property: StoreProperty(operation, property, value, accumulates); break;
            case IArrayElementReferenceOperation element:
                StoreElement(operation, element.ArrayReference, element.Indices, target.Type, value, accumulates); break;
            case IPropertyReferenceOperation { Instance: { } owner } indexer: StoreIndexer(operation, indexer, owner, value, accumulates); break;
            case ITupleOperation: Deconstruct(operation, target, value, null); break;
            case IDiscardOperation: if (loopRun && frame.Caller is null) Log.Discards.Add(new Discarded(target, value)); break;
            default:
                // A ref return, a pointer: whatever it points into may have been written.
                Fill(Evaluate(target), Content(value), strong: false); break;
        }

        return value;
    }

    private void StoreMember(IOperation operation, IOperation? instance, ISymbol member, ITypeSymbol? type, FlowValue value, bool accumulates)
    {
        if (instance is null)
        {
            Set(operation, Root(member.OriginalDefinition, type), value, accumulates, true);
            return;
        }

        var owner = Evaluate(instance);
        if (Shapes.ElementType(type) is not null && IsContainer(member.ContainingType)) Fill(owner, Content(value), strong: true);
        else if (IsBundle(member.ContainingType)) Fill(owner, Content(value), strong: false);
        else SetChild(operation, owner, MemberKey(member), type, value, accumulates, strong: true);
    }

    private void StoreElement(
        IOperation operation, IOperation owner, IReadOnlyCollection<IOperation> indices, ITypeSymbol? type, FlowValue value, bool accumulates)
    {
        var into = Evaluate(owner);
        var key = KeyOf(indices, into);
        var strong = key.Kind == KeyKind.Elements ? indices.All(IsSweep) && IsSweepOwner(owner) : key.Data is not Block;
        SetChild(operation, into, key, type, value, accumulates, strong && !accumulates);
    }

    private void SetChild(IOperation operation, FlowValue owner, Key key, ITypeSymbol? type, FlowValue value, bool accumulates, bool strong)
    {
        foreach (var target in owner.Targets)
        {
            // Which steps are neighbours is known already.
            if (Neighbour(target, key) is null) Set(operation, target.Child(key, type, places), value, accumulates, strong && owner.IsWhole);
        }
    }

    // `df = new Gate(df.W + z * x, df.B + z)`
    private bool IsPartOf(Term term, Place place) =>
        term.Only is >= 0 and var atom && Atoms.PlaceOf(atom) is { } part && part.IsWithin(place);

    private void Set(IOperation operation, Place place, FlowValue value, bool accumulates, bool strong)
    {
        var terms = place.Key.Kind == KeyKind.Root ? ContentUnread(value) : Content(value);
        if (!accumulates && Log.Read.Contains(place) && state.Find(place) is { } before)
        {
            // `dW = dW + e`, `dw[i] = dw[i] + e`
            var old = place.Key.Kind == KeyKind.Root ? ContentUnread(before) : Content(before);
            accumulates = !old.IsZero && (old.All.All(terms.Contains) || terms.All.Any(term => IsPartOf(term, place)));
        }

        if (loopRun && !Shapes.IsInteger(place.Type))
            Log.Stores.Add(new Store(operation, Site(operation), place, terms, accumulates, conditionDepth > 0));
        Write(place, value, strong);
        if (IsMarked(operation)) Mark(place);
    }
}
