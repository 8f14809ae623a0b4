<?php
// One service on PHP's SoapServer for each WSDL in DOCUMENT_ROOT/wsdl: /orders, /rpc, /encoded.
// GET /NAME?wsdl gives a WSDL, GET /arrived what the last called method received, GET /arrived?reset=1 forgets it.

class Party {}
class Person extends Party {}
class Company extends Party {}

function arrived(string $operation, array $read): void
{
    $told = ['operation' => $operation, 'read' => shown($read ?: new stdClass), 'headers' => shown(Orders::$headers ?: new stdClass),
             'media' => $_SERVER['CONTENT_TYPE'] ?? null, 'action' => $_SERVER['HTTP_SOAPACTION'] ?? null,
             'request' => base64_encode(file_get_contents('php://input'))];
    file_put_contents($_SERVER['DOCUMENT_ROOT'] . '/arrived.json', json_encode($told, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION));
}

// What PHP made of a value, as JSON can say it: bytes as {"bytes": base64}, objects with the name of their class.
function shown(mixed $value): mixed
{
    if (is_object($value)) {
        $shown = array_map('shown', get_object_vars($value));
        if (!$value instanceof stdClass)
            $shown = ['class' => get_class($value)] + $shown;
        return $shown ?: new stdClass;
    }
    if (is_array($value))
        return array_map('shown', $value);
    if (is_string($value) && preg_match('//u', $value) !== 1)
        return ['bytes' => base64_encode($value)];
    return is_float($value) && !is_finite($value) ? (string) $value : $value;
}

function orders(int $count, bool $encoded = false): array
{
    $orders = [];
    for ($i = 1; $i <= $count; $i++) {
        $line = ['sku' => "A$i", 'quantity' => $i, 'price' => '10.50', 'position' => 1];
        $order = ['id' => $i, 'customer' => ['name' => "Customer $i"], 'placed' => '2026-11-30T08:15:00Z', 'due' => null,
                  'express' => $i % 2 == 0, 'status' => 'on hold', 'total' => '10.50', 'line' => [$line], 'comment' => null];
        if ($encoded) {
            unset($line['position']);
            $order = ['id' => $i, 'placed' => '2026-11-30T08:15:00Z', 'express' => $i % 2 == 0, 'comment' => null, 'lines' => [$line]];
        }
        $orders[] = $order;
    }
    return $orders;
}

class Orders
{
    public static array $headers = [];

    function __construct(private SoapServer $server) {}

    function Session($session): void
    {
        self::$headers['Session'] = $session;
    }

    function Echo($parameters)
    {
        arrived('Echo', ['order' => $parameters->order]);
        return $parameters;
    }

    function List($parameters)
    {
        arrived('List', get_object_vars($parameters));
        return ['order' => orders($parameters->count)];
    }

    function Empty()
    {
        arrived('Empty', []);
        return [];
    }

    function Notify($parameters): void
    {
        arrived('Notify', get_object_vars($parameters));
    }

    function Fail($parameters): void
    {
        arrived('Fail', get_object_vars($parameters));
        $detail = ['code' => $parameters->code, 'reason' => $parameters->reason, 'field' => ['total', 'due']];
        throw new SoapFault('Client', $parameters->reason, null, $detail, 'Refused');
    }

    function EchoAny($parameters)
    {
        arrived('EchoAny', get_object_vars($parameters));
        return $parameters;
    }

    function EchoXml($parameters)
    {
        arrived('EchoXml', get_object_vars($parameters));
        return $parameters;
    }

    function WhoAmI()
    {
        arrived('WhoAmI', []);
        $this->server->addSoapHeader(new SoapHeader('urn:example:orders', 'Trace', ['id' => 'trace-7']));
        return ['user' => self::$headers['Session']->user ?? ''];
    }

    function Store($parameters)
    {
        arrived('Store', ['name' => $parameters->name, 'size' => strlen($parameters->data)]);
        return ['size' => strlen($parameters->data), 'checksum' => (string) hexdec(hash('adler32', $parameters->data))];
    }

    function Fetch($parameters)
    {
        arrived('Fetch', get_object_vars($parameters));
        return ['data' => substr(str_repeat(implode(array_map('chr', range(0, 255))), intdiv($parameters->size, 256) + 1), 0, $parameters->size)];
    }

    function Update($parameters)
    {
        arrived('Update', get_object_vars($parameters));
        return [];
    }
}

class Rpc
{
    function Echo($order)
    {
        arrived('Echo', ['order' => $order]);
        return $order;
    }

    function List($count)
    {
        arrived('List', ['count' => $count]);
        return ['order' => orders($count)];
    }

    function Divide($dividend, $divisor)
    {
        arrived('Divide', ['dividend' => $dividend, 'divisor' => $divisor]);
        return ['quotient' => intdiv($dividend, $divisor), 'rest' => $dividend % $divisor];
    }

    function Empty(): void
    {
        arrived('Empty', []);
    }

    function Fail($code, $reason): void
    {
        arrived('Fail', ['code' => $code, 'reason' => $reason]);
        throw new SoapFault('Client', $reason, null, ['code' => $code, 'reason' => $reason], 'Refused');
    }

    function Count($text)
    {
        arrived('Count', ['text' => $text]);
        return preg_match_all('/./us', $text ?? '');
    }
}

class Encoded extends Rpc
{
    function List($count)
    {
        arrived('List', ['count' => $count]);
        return orders($count, true);
    }

    function Sum($numbers)
    {
        arrived('Sum', ['numbers' => $numbers]);
        return array_sum($numbers);
    }

    function Fail($code, $reason): void
    {
        arrived('Fail', ['code' => $code, 'reason' => $reason]);
        throw new SoapFault('Client', $reason, 'orders', new SoapVar(['code' => $code, 'reason' => $reason], SOAP_ENC_OBJECT));
    }
}

$path = trim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
$root = $_SERVER['DOCUMENT_ROOT'];
$services = ['orders' => Orders::class, 'orders12' => Orders::class, 'rpc' => Rpc::class, 'encoded' => Encoded::class];

if ($path === 'arrived') {
    header('Content-Type: application/json');
    if (isset($_GET['reset']))
        @unlink("$root/arrived.json");
    echo is_file("$root/arrived.json") ? file_get_contents("$root/arrived.json") : 'null';
} elseif ($path === 'orders.xsd' || ($_SERVER['REQUEST_METHOD'] === 'GET' && isset($services[$path]))) {
    header('Content-Type: text/xml; charset=utf-8');
    readfile("$root/wsdl/" . ($path === 'orders.xsd' ? $path : "$path.wsdl"));
} elseif (isset($services[$path])) {
    $server = new SoapServer($path === 'orders12' ? "$root/wsdl/orders.wsdl" : "$root/wsdl/$path.wsdl", [
        'soap_version' => $path === 'orders12' ? SOAP_1_2 : SOAP_1_1, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'encoding' => 'UTF-8',
        'classmap' => ['Party' => Party::class, 'Person' => Person::class, 'Company' => Company::class],
    ]);
    $server->setObject(new $services[$path]($server));
    $server->handle();
} else {
    http_response_code(404);
}
