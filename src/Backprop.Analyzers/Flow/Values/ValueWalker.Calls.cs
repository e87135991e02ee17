using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    private Term Call(IInvocationOperation call)
    {
        var result = CallNow(call);
        if (result is Computation filled) KeepElements(call, filled);
        return result;
    }

    private Term CallNow(IInvocationOperation call)
    {
        var receiver = call.Instance is { } instance ? Evaluate(instance) : null;
        var arguments = new Term[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            NameElements(call, i, arguments);
            arguments[i] = IsOut(call.Arguments[i]) ? Unknown(call.Arguments[i].Value) : Evaluate(call.Arguments[i].Value);
        }

        var reach = effects.Of(call);
        // Squash(z) of a static readonly field runs the lambda that it was declared with.
        if (reach.Computes && effects.FunctionOf(call) is { } held) receiver = new Function(held, ImmutableArray<ISymbol>.Empty, ImmutableArray<Term>.Empty);
        // double[] Outputs() => a;
        if (reach.Computes && call.Instance is not null && effects.ReturnedBy(call) is not null
            && Inline(call.TargetMethod, call.IsVirtual, receiver, call.Arguments, arguments, call) is { } memory) return memory;
        // var f = (double v) => ...; f(z)
        if (receiver is Function { Operation: IAnonymousFunctionOperation lambda }) ForgetWrites(lambda);
        if (reach.Computes || receiver is Function || IsChoice(call.TargetMethod) && reach.WritesNothing) return ComputeCall(call, receiver, arguments);
        if (Inline(call.TargetMethod, call.IsVirtual, receiver, call.Arguments, arguments, call) is { } result) return result;
        RunFunctions(arguments);
        var (operands, parts) = Handed(call, receiver, arguments);
        ForgetReach(reach, receiver, call.Arguments, arguments);
        // What an activation behind an interface or a delegate made of what: the value itself is not known.
        return IsFormula(call.TargetMethod) ? Computation.Once(call, operands, parts, Fresh()) : Unknown(call);
    }

    // double Activate(double z), Matrix Activate(Matrix z), f(z) of a delegate
    private static bool IsFormula(IMethodSymbol method) => !method.Parameters.IsEmpty && Shape.IsNumeric(method.ReturnType)
        && (method.MethodKind == MethodKind.DelegateInvoke || !method.DeclaringSyntaxReferences.IsEmpty);

    // Func<double, double> SlopeOf(Kind kind): asked for the same, it returns the same function.
    private static bool IsChoice(IMethodSymbol method) => method is { ReturnType.TypeKind: TypeKind.Delegate, Parameters: [{ Type: { } chosen }], MethodKind: MethodKind.Ordinary }
        && (chosen.TypeKind == TypeKind.Enum || chosen.SpecialType == SpecialType.System_String) && !method.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsOut(IArgumentOperation argument) => argument.Parameter is { RefKind: RefKind.Out };

    /// <summary>A call that only computes: a term over what it is handed.</summary>
    private Term ComputeCall(IInvocationOperation call, Term? receiver, Term[] arguments)
    {
        var (operands, parts) = Handed(call, receiver, arguments);
        return Computed(call, call.TargetMethod, operands, parts);
    }

    /// <summary>What a method computes of its arguments and of the members that it reads, as they are now.</summary>
    private Computation Computed(IOperation call, IMethodSymbol method, ImmutableArray<IOperation> operands, ImmutableArray<Term> parts) =>
        !state.IsUntouched && !method.DeclaringSyntaxReferences.IsEmpty && StampOf(method, parts) is { } stamp
            ? Computation.At(call, operands, parts, stamp)
            : new Computation(call, operands, parts);

    // Null where nothing that it reads was written since the member was entered.
    private string? StampOf(IMethodSymbol method, ImmutableArray<Term> parts)
    {
        if (effects.Reads.Of(method) is not { } reads) return state.LatestVersion() is > 0 and var latest ? "*" + latest : null;
        if (reads.IsEmpty) return null;
        var ofEntry = parts.All(part => part.Type is not { IsReferenceType: true } || Age.IsOfEntry(part));
        var versions = reads.SelectMany(read => Enumerable.Range(0, DeepestRead).Select(depth => state.VersionOf(new Region(read, depth), ofEntry)))
            .Where(version => version != 0).Distinct().OrderBy(version => version).ToArray();
        return versions.Length == 0 ? null : string.Join(",", versions);
    }

    private const int DeepestRead = 3;

    private (ImmutableArray<IOperation> Operands, ImmutableArray<Term> Parts) Handed(
        IInvocationOperation call, Term? receiver, Term[] arguments)
    {
        var operands = call.Arguments.Select(argument => argument.Value).ToImmutableArray();
        var parts = arguments.Select(Contents).ToImmutableArray();
        if (call.Instance is { } instance && receiver is not null && effects.UsesReceiver(call.TargetMethod))
            (operands, parts) = (operands.Insert(0, instance), parts.Insert(0, Contents(receiver)));
        return (operands, parts);
    }

    /// <summary>Walks a callee in place: its result, or null where it cannot be walked.</summary>
    private Term? Inline(
        IMethodSymbol method, bool isVirtual, Term? receiver, ImmutableArray<IArgumentOperation> arguments, Term[] values,
        IOperation where)
    {
        if (frame.Depth >= DeepestCall || (isVirtual && receiver is not Made) || IsBeingWalked(method)) return null;
        if (method.IsAsync || method.IsAbstract || IsTooLong(method) || !IsNear(method) || bodies.BodyOf(method) is not { } body) return null;
        var caller = frame;
        frame = new Frame(caller, method, receiver ?? caller.Receiver);
        for (var i = 0; i < values.Length; i++)
            if (arguments[i].Parameter is { } parameter)
                state = state.With(new Variable(parameter, parameter.Type), values[i]);
        if (body is IBlockOperation or IMethodBodyOperation or IConstructorBodyOperation) Execute(body);
        else frame.Returned.Add(Evaluate(body));
        if (frame.Reachable) frame.Exits.Add(state);
        var callee = frame;
        frame = caller;
        if (callee.Exits.Count == 0) return Unknown(where);
        state = callee.Exits.Aggregate((a, b) => Meet(a, b, where));
        HandBack(arguments);
        return callee.Returned.Distinct().ToArray() is [var only] ? only : Unknown(where);
    }

    // The member's own type and its neighbours inside one type; of other types only what fills a new object.
    private bool IsNear(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(Outermost(method), Outermost(frame.Member))
        || (method.MethodKind == MethodKind.Constructor && method.DeclaringSyntaxReferences.All(reference => reference.Span.Length < LongestConstructor));

    private static ISymbol Outermost(ISymbol symbol)
    {
        while (symbol.ContainingType is { } container) symbol = container;
        return symbol;
    }

    private static bool IsTooLong(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty || method.DeclaringSyntaxReferences.Any(reference => reference.Span.Length > LongestInlined);

    private bool IsBeingWalked(IMethodSymbol method)
    {
        for (var f = frame; f is not null; f = f.Caller)
            if (SymbolEqualityComparer.Default.Equals(f.Member, method)) return true;
        return false;
    }

    // void Step(..., out Matrix daPrev)
    private void HandBack(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } parameter && PlaceOf(argument.Value) is { } place)
                Write(place, state.Read(new Variable(parameter, parameter.Type)));
    }

    private void ForgetReach(CallReach reach, Term? receiver, ImmutableArray<IArgumentOperation> arguments, Term[] values)
    {
        if (reach.Anything) state = state.ForgetMemory(Fresh());
        foreach (var region in reach.Members)
        {
            // h = Squash(z); and a call that writes h[i]
            MutateHeld(place => place is Member member && region.LiesBelow(member.Symbol));
            state = state.Forget(region, Fresh());
        }

        if (reach.Receiver && receiver is not null) Mutate(receiver);
        for (var i = 0; i < values.Length; i++)
        {
            if (arguments[i].Parameter is { RefKind: RefKind.Ref or RefKind.Out }) ForgetTarget(arguments[i].Value);
            else if (reach.Parameters.Contains(arguments[i].Parameter?.Ordinal ?? 0)) Mutate(values[i]);
        }
    }

    /// <summary>What a call further down in a loop may write, before anything there has run.</summary>
    private void ForgetCall(IOperation call)
    {
        var reach = effects.Of(call);
        if (reach.Computes) return;
        var (receiver, arguments) = call switch
        {
            IInvocationOperation invocation => (invocation.Instance, invocation.Arguments),
            IObjectCreationOperation creation => (null, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        ForgetReach(
            reach, receiver is null ? null : Peek(receiver), arguments,
            arguments.Select(argument => Peek(argument.Value)).ToArray());
    }

    /// <summary>A property that computes: walked in place, or a computation over its object.</summary>
    private Term Get(IPropertyReferenceOperation property)
    {
        var receiver = property.Instance is { } instance ? Evaluate(instance) : null;
        if (property.Property.GetMethod is { } getter
            && Inline(getter, getter.IsVirtual || getter.IsAbstract, receiver, ImmutableArray<IArgumentOperation>.Empty, [], property) is { } value)
            return value;
        return receiver is null || property.Instance is null
            ? new Member(null, property.Property, property.Type)
            : property.Property.GetMethod is { } computing ? Computed(property, computing, ImmutableArray.Create(property.Instance), ImmutableArray.Create(Contents(receiver)))
            : new Computation(property, ImmutableArray.Create(property.Instance), ImmutableArray.Create(Contents(receiver)));
    }
}
