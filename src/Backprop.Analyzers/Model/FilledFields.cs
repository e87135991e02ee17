using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Learning;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Lists in fields that one member of a type fills step by step, <c>zs.Add(z); hs.Add(Math.Tanh(z));</c>: each element of the one is
/// an activation's output, of the element of the other that was added beside it. Proved: nobody else adds to them or sets an element,
/// both are emptied together, each turn of one loop adds to both, and what is added is written no more. Elements that were
/// added before the loop, as a first state is, shift the one list against the other.
/// </summary>
internal sealed class FilledFields(TypeModel type)
{
    private const int DeepestItem = 4;

    private sealed record Filling(ISymbol List, MemberBody By, ILoopOperation Loop, IInvocationOperation Addition, int Before, ImmutableHashSet<IOperation> EmptiedIn);

    public static IEnumerable<Relation> In(TypeModel type) => new FilledFields(type).Relations();

    private IEnumerable<Relation> Relations()
    {
        var fillings = Lists().Select(FillingOf).OfType<Filling>().ToArray();
        foreach (var outputs in fillings)
        {
            if (outputs.By.HasErrors || type.ValuesOf(outputs.By) is not { } values || Added(outputs, values) is not Computation value) continue;
            foreach (var cut in Cuts.Of(value))
            {
                if (type.Meaning.Recognise(value, cut) is not { Form: Form.Function, Activation.IsCostly: true } found) continue;
                var where = value.Operation.Syntax.GetLocation();
                if (outputs.Before == 0) yield return new Relation(ElementOf(outputs, 0), found.Activation, Relation.Unnamed, where);
                foreach (var sums in fillings)
                    if (sums != outputs && AreParallel(sums, outputs) && Added(sums, values) is { } sum && Snapshot.ContainerOf(sum).Equals(Snapshot.ContainerOf(cut)))
                        yield return new Relation(ElementOf(outputs, outputs.Before - sums.Before), found.Activation, ElementOf(sums, 0), where);
            }
        }
    }

    private IEnumerable<ISymbol> Lists() => type.Bodies.SelectMany(body => body.Calls).OfType<IInvocationOperation>().Where(FilledLists.IsAddition)
        .Select(addition => FilledLists.MemberOf(addition.Instance)).OfType<ISymbol>().Distinct<ISymbol>(SymbolEqualityComparer.Default).Where(list => !IsNamedElsewhere(list));

    private static Term? Added(Filling filling, MemberValues values) => values.Terms.TryGetValue(filling.Addition.Arguments[0].Value, out var added) ? added : null;

    private Filling? FillingOf(ISymbol list)
    {
        (MemberBody Body, IInvocationOperation Addition)? inLoop = null;
        var (before, emptied) = (new List<(MemberBody Body, IOperation Addition)>(), ImmutableHashSet.CreateBuilder<IOperation>());
        foreach (var body in type.Bodies)
            foreach (var operation in body.Operations)
            {
                if (!Is(operation, list)) continue;
                switch (Use(operation))
                {
                    case ListUse.Read: break;
                    case ListUse.Emptied when operation.LoopAround() is null && StatementOf(operation)?.Parent is { } around: emptied.Add(around); break;
                    case ListUse.Added when operation.LoopAround() is null: before.Add((body, operation)); break;
                    case ListUse.Added when inLoop is null: inLoop = (body, (IInvocationOperation)operation.Parent!); break;
                    default: return null;
                }
            }

        if (inLoop is not var (by, addition) || addition.LoopAround() is not { } loop || loop.LoopAround() is not null || before.Exists(one => one.Body != by)) return null;
        if (type.Bodies.Any(body => WritesItems(body, list))) return null;
        // What lies in front of the first step only counts from the front where the list is empty before.
        if (before.Count > 0 && (loop.Parent is not { } block || !emptied.Contains(block)) || before.Exists(one => one.Addition.Syntax.SpanStart > loop.Syntax.SpanStart || !Dominance.IsCertain(one.Addition, loop))) return null;
        return IsLeftAlone(addition, by, loop, type.Compilation.Effects) ? new(list, by, loop, addition, before.Count, emptied.ToImmutable()) : null;
    }

    private static bool AreParallel(Filling sums, Filling outputs) => sums.By == outputs.By && sums.Loop == outputs.Loop && sums.EmptiedIn.SetEquals(outputs.EmptiedIn)
        && Dominance.AreTogether(sums.Addition, outputs.Addition);

    private enum ListUse { Read, Added, Emptied, Other }

    private static ListUse Use(IOperation list) => list.Parent switch
    {
        IInvocationOperation call when FilledLists.IsAddition(call) && call.Parent is IExpressionStatementOperation => ListUse.Added,
        IInvocationOperation { TargetMethod.Name: "Clear" } call when call.Instance == list => ListUse.Emptied,
        ISimpleAssignmentOperation { Value: IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } } set when set.Target == list => ListUse.Emptied,
        IPropertyReferenceOperation { Property.IsIndexer: false } => ListUse.Read, // Count
        IPropertyReferenceOperation { Property.IsIndexer: true } element when IsRead(element) => ListUse.Read,
        IImplicitIndexerReferenceOperation element when IsRead(element) => ListUse.Read,
        IConversionOperation { Parent: IForEachLoopOperation each } when IsOfNumbers(each) => ListUse.Read,
        IForEachLoopOperation each when IsOfNumbers(each) => ListUse.Read,
        _ => ListUse.Other,
    };

    // zs[t], and not a number in it: zs[t][i] = 0 writes what lies there
    private static bool IsRead(IOperation element)
    {
        var outer = element;
        while (outer.Parent is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } or IConversionOperation) outer = outer.Parent;
        return outer.Parent is not (IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out })
            && !(outer.Parent is IAssignmentOperation set && set.Target == outer);
    }

    // What lies in the list may be written through the variable.
    private static bool IsOfNumbers(IForEachLoopOperation loop) => loop.Locals is [{ Type: var item }] && Shape.IsNumber(item);

    // zs[t][i] = 0, Normalise(zs[t]), var z = zs[t]; z[i] = 0;
    private bool WritesItems(MemberBody body, ISymbol list)
    {
        var written = type.WritesOf(body);
        for (var depth = DeepestItem; depth > 1; depth--)
            if (written.Contains(new Region(list, depth))) return true;
        return false;
    }

    private static IExpressionStatementOperation? StatementOf(IOperation operation)
    {
        var outer = operation;
        while (outer is not (null or IExpressionStatementOperation)) outer = outer.Parent;
        return outer as IExpressionStatementOperation;
    }

    /// <summary>A number, or what this turn of the loop made, and writes only before it is added.</summary>
    private static bool IsLeftAlone(IInvocationOperation addition, MemberBody by, ILoopOperation loop, CallEffects effects)
    {
        var added = addition.Arguments[0].Value.Inner();
        if (added.Type is { } type && Shape.IsNumber(type)) return true;
        if (added is not (ILocalReferenceOperation or IParameterReferenceOperation)) return added is IInvocationOperation or IBinaryOperation;
        var variable = NamedNumbers.Of(added)!.Symbol;
        var writes = by.Operations.Where(operation => WriteTargets.Of(operation).Any(target => NamedNumbers.Of(target)?.Is(variable) == true)).ToList();
        var isMadeHere = variable is ILocalSymbol local && by.Initials.TryGetValue(local, out var initial) && IsMade(initial) && loop.Body.Syntax.Span.Contains(initial.Syntax.Span)
            || writes.Exists(write => IsNew(write) && loop.Syntax.Span.Contains(write.Syntax.Span) && Dominance.IsCertain(write, addition));
        return isMadeHere && writes.TrueForAll(write => write.Syntax.SpanStart < addition.Syntax.SpanStart || IsNew(write))
            && by.Calls.TrueForAll(call => call.Syntax.SpanStart <= addition.Syntax.Span.End || !MayWrite(call, variable, effects));
    }

    // h = f(z), and not h[i] = 0
    private static bool IsNew(IOperation write) => write is ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation, Value: var value } && IsMade(value);

    // new double[n], w * v; another name of a buffer is none
    private static bool IsMade(IOperation value) => value.Inner() is IObjectCreationOperation or IArrayCreationOperation or IInvocationOperation or IBinaryOperation or IUnaryOperation;

    // Normalise(h), h.Clear(), behind the addition
    private static bool MayWrite(IOperation operation, ISymbol variable, CallEffects effects) => operation is IInvocationOperation call && !FilledLists.IsAddition(call)
        && !effects.Of(call).WritesNothing && call.Descendants().Any(part => part.Named() is { } named && SymbolEqualityComparer.Default.Equals(named, variable));

    private bool IsNamedElsewhere(ISymbol list) => list.DeclaredAccessibility != Accessibility.Private && TreeWords.IsNamedOutside(type.Type, list.Name, type.Compilation.Compilation);

    // Of any object: what another object's list is used for counts as well.
    private static bool Is(IOperation operation, ISymbol list) => operation is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, list.OriginalDefinition);

    private Element ElementOf(Filling filling, int shift) =>
        FilledLists.ElementOf(filling.Addition, filling.List, Shifted.Add(new Bound(-1, type.Compilation.Compilation.GetSpecialType(SpecialType.System_Int32)), shift));
}
