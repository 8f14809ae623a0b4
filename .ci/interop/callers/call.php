<?php
// Calls operations of orders.wsdl with PHP's SoapClient: call.php WSDL CALLS, where CALLS is [[operation, arguments], ...].
// It takes the first port of a WSDL, whose version is 1.1.
// Prints, for each, {"answer": ...} or {"fault": [code, text, detail]} as a list in JSON.
[, $wsdl, $calls] = $argv;
$client = new SoapClient($wsdl, [
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'cache_wsdl' => WSDL_CACHE_NONE, 'keep_alive' => false,
]);
$told = [];
foreach (json_decode($calls, true) as [$operation, $arguments]) {
    try {
        $told[] = ['answer' => $client->__soapCall($operation, [$arguments])];
    } catch (SoapFault $fault) {
        $told[] = ['fault' => [$fault->faultcode, $fault->faultstring, $fault->detail ?? null]];
    }
}
echo json_encode($told, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
